"""From TOML files to checked, frozen scenarios."""
