"""Who reaches what, continued: how an association shows itself, where it receives, when it is away, and its team's letters."""

TABLE = """
GET  association.absences                 d4o4xxxxx
POST association.add_openings             d4o4xxxxx
POST association.finish_absence           d4o4xxxxx
POST association.forget_lieu              d4o4xxxxx
POST association.forget_logo              d4o4xxxxx
POST association.lieu                     d4o4xxxxx
GET  association.lieu                     d4o4xxxxx
GET  association.lieux                    d4o4xxxxx
GET  association.logo                     d4o4xxxxx
POST association.mailbox                  d4o4xxxxx
GET  association.openings                 d4o4xxxxx
POST association.remove_openings          d4o4xxxxx
POST association.resend_invitation        d4o4xxxxx
POST association.write_absence            d4o4xxxxx
POST association.write_lieu               d4o4xxxxx
POST association.write_logo               d4o4xxxxx
"""
