"""Tables of measures as offices already have them, from Word and Excel into measures' files.

Nothing is guessed: what cannot be read exactly becomes a doubt, which a person settles.
"""
