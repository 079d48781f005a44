"""Matching: missions proposed to a person from what they said they wish, each with its reasons; never from who they are."""
