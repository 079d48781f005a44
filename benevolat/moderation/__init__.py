"""The modérateurs' desk: what waits, who holds what, decisions that can be undone for ten minutes, texts judged before."""
