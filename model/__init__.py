"""The register: what is stored, the rules, every read and every write."""
