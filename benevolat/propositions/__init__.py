"""Propositions and the talk: missions a référent puts before a person, who answers freely; above the RSA line.

What an answer leaves behind, and what it does not:

- **A « no », a silence and a letter never read are the same rows**: the proposition as it was sent, until it fades after thirty days.
  « Non merci » writes nothing at all, not even a form's key; what hides the proposition at once is a line in the person's own session
  (their browser's cookie), so it comes back on another device or after signing out, and nobody else can tell that it was hidden.
- **A « yes » is an ordinary candidature**, sent by the ordinary service in the person's name: the same rows, order, moments, mails and
  addresses as from the mission's own page. The proposition's row does not move either: a référent sees nothing of an engagement until
  the person submits it (PRODUCT.md, rule 4), so « accepted » looks like « refused » and « never read ».
- **Only what the person ticks is told** (« le dire à la personne qui m'accompagne », not ticked beforehand), and only a « yes » can be:
  a « no » is shown to nobody (rule 1). It can be taken back.
- **The référent's searches read nothing of the person** but their commune: what the person applied to, put aside or wished would
  otherwise show by its absence from the results.
- **The talk leaves nothing by itself**: its answers wait in the cookie of the référent's browser, away from every row, address and log,
  and go when the talk is left. What the person confirms with their code, and that alone, is written, in their name.
"""
