"""Who reaches what, continued: how an association shows itself, where it receives, when it is away, its team's letters; who comes, with
whom, and whom it receives no more (benevole.part is of no link unless one is posted).
"""

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
GET  association.close_door               d4o4xxxxx
POST association.close_door               d4o4xxxxx
GET  association.doors                    doooxxxxx
GET  association.expected                 doooxxxxx
GET  association.mission_expected         d4o4xxxxx
POST association.open_door                d4o4xxxxx
POST benevole.ask_friend                  do44xxxxx
GET  benevole.come_with                   ooooooooo
POST benevole.come_with_post              ooooooooo
POST benevole.contest_door                do44xxxxx
GET  benevole.hide_host                   doxoxxxxx
POST benevole.hide_host_post              doxoxxxxx
GET  benevole.hosts                       doooxxxxx
POST benevole.part                        d444xxxxx
POST benevole.show_host                   doooxxxxx
GET  moderation.door                      dxxxoxxx4
GET  moderation.doors                     dxxxoxxxo
POST moderation.keep_door                 dxxxoxxx4
POST moderation.lift_door                 dxxxoxxx4
"""
