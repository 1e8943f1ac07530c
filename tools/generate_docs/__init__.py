"""What is generated: blocks in the documents, numbers quoted in their texts, expected tables, the README's picture.

``python -m tools.generate_docs`` says what is stale, with a diff, and exits with 1 if anything is;
``python -m tools.generate_docs --fix`` refreshes it. Both work in the folder of the project.

One module a document or kind of file: ``registry_tables`` (the ODD's), ``findings``, ``patterns`` and ``variants``,
``sensitivity``, ``quotes`` (numbers in texts), ``expected`` (tables beside scenarios), ``picture``. ``blocks`` holds
the register of generated blocks; ``files`` knows which files are generated and what each should hold.
"""
