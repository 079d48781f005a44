"""Above the RSA line: what comes from NéoGestion as a file and what goes back to it.

What a file leaves here, and what it does not:

- **Only the columns that were confirmed are read**, from a closed list: whose file, its reference, how the person is reached, the
  contract's type, dates and path. A name, a note, a NIR or a CAF number has no place to go; where one stands in a column that is read,
  the line is refused and its content is shown and kept nowhere.
- **The file itself is never kept.** While its columns are being confirmed only its titles are, so the file is chosen once more. What was
  read then waits in one short-lived row, without the lines that are wrong, until it is confirmed, given up, or an hour old.
- **People are invited, nothing more.** A line waits with the invitation and leaves with it: when it is accepted it becomes the reference
  of the person's contract, and when it is taken back or thirty days old the database erases both.
- **Nothing is looked up by an address or a number.** Known and new are told by the reference, among the people of the agent's own lists,
  so a dry run never tells who has an account, said no, or never answered.
"""
