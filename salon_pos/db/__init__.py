"""The only package that speaks SQL: the encrypted file, its tables, every read and every write."""
