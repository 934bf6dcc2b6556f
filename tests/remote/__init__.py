"""The desk through a real sshd on loopback."""
