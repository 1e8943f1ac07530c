"""The policy brief: results in, a document out that can be handed in, in Dutch and English."""
