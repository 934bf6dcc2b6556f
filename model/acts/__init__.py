"""The acts of the desk, by what they are about: each is a function of a scene and a proposal."""
