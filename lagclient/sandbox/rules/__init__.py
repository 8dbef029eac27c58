"""What is allowed in the sandbox's world, and what follows from it."""
