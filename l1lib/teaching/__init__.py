"""What the book needs to teach: verified statements, and exercises that keep their secret."""
