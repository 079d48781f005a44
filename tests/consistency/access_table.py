"""Who reaches what, written by hand: one line a route and method, one letter a role. Read it before you trust a guard.

    visitor         nobody signed in
    person          the volunteer whose candidature, engagement, skill, annexe… the address names
    member          an administrator of the association that the address names
    stranger        another person, administrator of another association
    moderateur      of the territory of what the address names
    referent        who accompanies that person
    pilote
    administrateur
    elsewhere       a modérateur of another territory who is also a référent of nobody

    o reached (a page, a form to mend, a redirect)   d sent to the door (sign-in)   x refused (403)   4 does not exist for them (404)

Two lines that surprise: a member may not apply to their own association; a validation may be answered at any desk of the Département.
"""

from .access_table_referent import TABLE as REFERENT

ROLES = ("visitor", "person", "member", "stranger", "moderateur", "referent", "pilote", "administrateur", "elsewhere")

TABLE = """
GET  administration.agent                 dxxxxxxox
POST administration.agent                 dxxxxxxox
GET  administration.agents                dxxxxxxox
POST administration.cancel_invitation     dxxxxxxox
POST administration.end_agent             dxxxxxxox
GET  administration.invite                dxxxxxxox
POST administration.invite                dxxxxxxox

GET  api.missions                         ooooooooo

GET  assets.asset_file                    ooooooooo

POST association.accept                   d4o4xxxxx
POST association.add_dates                d4o4xxxxx
POST association.accept_invitation        doooxxxxx
POST association.ask_verification         d4o4xxxxx
POST association.autosave                 d4o4xxxxx
POST association.begin                    d4o4xxxxx
GET  association.bilan                    d4o4xxxxx
POST association.bilan                    d4o4xxxxx
POST association.call_back_made           d4o4xxxxx
GET  association.cancel                   d4o4xxxxx
POST association.cancel                   d4o4xxxxx
POST association.cancel_invitation        d4o4xxxxx
POST association.cancel_slot              d4o4xxxxx
GET  association.candidate                d4o4xxxxx
GET  association.candidates               doooxxxxx
POST association.change_role              d4o4xxxxx
POST association.check_contact_code       d4o4xxxxx
POST association.choose_waiting_rule      d4o4xxxxx
POST association.confirm_all_hours        d4o4xxxxx
POST association.confirm_hours            d4o4xxxxx
GET  association.contact_code             d4o4xxxxx
GET  association.contact_email            d4o4xxxxx
GET  association.choose                   d4o4xxxxx
GET  association.creneau                  d4o4xxxxx
GET  association.dashboard                d4o4xxxxx
GET  association.day_sheet                d4o4xxxxx
POST association.day_sheet                d4o4xxxxx
POST association.decline                  d4o4xxxxx
POST association.delete                   d4o4xxxxx
POST association.duplicate                d4o4xxxxx
GET  association.engagement               d4o4xxxxx
GET  association.engagements              doooxxxxx
POST association.enter_hours              d4o4xxxxx
POST association.finish                   d4o4xxxxx
POST association.forget_no_hours          d4o4xxxxx
GET  association.home                     doooxxxxx
GET  association.hours                    d4o4xxxxx
GET  association.hours_csv                d4o4xxxxx
GET  association.hours_pdf                d4o4xxxxx
GET  association.invitation               ooooooooo
GET  association.invitation_code          doooxxxxx
POST association.invite                   d4o4xxxxx
GET  association.mission                  d4o4xxxxx
GET  association.mission_candidates       d4o4xxxxx
GET  association.mission_sheets           d4o4xxxxx
GET  association.mission_step             d4o4xxxxx
GET  association.no_hours                 d4o4xxxxx
POST association.no_hours                 d4o4xxxxx
GET  association.not_done                 d4o4xxxxx
POST association.not_done                 d4o4xxxxx
GET  association.page                     d4o4xxxxx
POST association.read_messages            d4o4xxxxx
POST association.recruit                  d4o4xxxxx
POST association.remove_member            d4o4xxxxx
POST association.remove_slot              d4o4xxxxx
POST association.reopen                   d4o4xxxxx
GET  association.report                   d4o4xxxxx
POST association.report                   d4o4xxxxx
POST association.resume                   d4o4xxxxx
POST association.revoke                   d4o4xxxxx
POST association.send_invitation_code     doooxxxxx
POST association.send_mission             d4o4xxxxx
GET  association.send_step                d4o4xxxxx
GET  association.series                   d4o4xxxxx
GET  association.signing                  d4o4xxxxx
POST association.signing                  d4o4xxxxx
GET  association.sign_up                  doooxxxxx
GET  association.temoignages              d4o4xxxxx
GET  association.slot_sheet               d4o4xxxxx
POST association.slot_sheet               d4o4xxxxx
GET  association.thank                    d4o4xxxxx
POST association.thank                    d4o4xxxxx
GET  association.team                     d4o4xxxxx
POST association.waitlist                 d4o4xxxxx
POST association.withdraw                 d4o4xxxxx
GET  association.withdraw_bilan           d4o4xxxxx
POST association.withdraw_bilan           d4o4xxxxx
POST association.write_contact_email      d4o4xxxxx
POST association.write_creneau            d4o4xxxxx
POST association.write_message            d4o4xxxxx
POST association.write_page               d4o4xxxxx
POST association.write_sign_up            doooxxxxx
POST association.write_step               d4o4xxxxx

POST benevole.agree                       do44xxxxx
GET  benevole.alerte                      do44xxxxx
POST benevole.alerte                      do44xxxxx
GET  benevole.alerte_by_link              ooooooooo
POST benevole.alerte_by_link              ooooooooo
GET  benevole.alertes                     doooxxxxx
GET  benevole.apply                       ooxoxxxxx
GET  benevole.apply_code                  ooooooooo
POST benevole.apply_code_post             ooooooooo
GET  benevole.apply_done                  ooooooooo
POST benevole.apply_new_code              ooooooooo
POST benevole.apply_post                  ooxoxxxxx
POST benevole.ask_validation              do44xxxxx
GET  benevole.ask_host                    do44xxxxx
POST benevole.ask_host                    do44xxxxx
POST benevole.cancel_request              do44xxxxx
GET  benevole.call_back                   ooooooooo
GET  benevole.call_back_done              ooooooooo
POST benevole.call_back_post              ooooooooo
POST benevole.cancel                      do44xxxxx
POST benevole.cancel_validation           do44xxxxx
POST benevole.change_alerte               do44xxxxx
POST benevole.change_by_link              ooooooooo
GET  benevole.candidature                 do44xxxxx
GET  benevole.candidatures                doooxxxxx
POST benevole.take_place                  do44xxxxx
POST benevole.wait_again                  do44xxxxx
POST benevole.close_suite                 do44xxxxx
POST benevole.confirm_hours               do44xxxxx
GET  benevole.disagree                    do44xxxxx
POST benevole.disagree                    do44xxxxx
GET  benevole.draft_bilan                 do44xxxxx
POST benevole.draft_bilan                 do44xxxxx
GET  benevole.answer_withdrawal           do44xxxxx
POST benevole.answer_withdrawal           do44xxxxx
GET  benevole.answer_questions            do44xxxxx
POST benevole.answer_questions            do44xxxxx
GET  benevole.choice                      do44xxxxx
POST benevole.choice                      do44xxxxx
POST benevole.close_share                 do44xxxxx
GET  benevole.credential_file             do44xxxxx
POST benevole.delete_choice               do44xxxxx
GET  benevole.document                    do44xxxxx
POST benevole.document                    do44xxxxx
GET  benevole.document_file               do44xxxxx
GET  benevole.documents                   doooxxxxx
POST benevole.make_attestation            do44xxxxx
POST benevole.make_certificate            do44xxxxx
POST benevole.make_document               do44xxxxx
GET  benevole.new_choice                  doooxxxxx
POST benevole.new_choice                  doooxxxxx
POST benevole.open_share                  do44xxxxx
GET  benevole.preview                     do44xxxxx
GET  benevole.suite                       do44xxxxx
POST benevole.take_back                   do44xxxxx
GET  benevole.tell                        do44xxxxx
POST benevole.tell_post                   do44xxxxx
GET  benevole.temoignage                  do44xxxxx
POST benevole.withdraw_document           do44xxxxx
POST benevole.dismiss                     doooxxxxx
POST benevole.drop_favourite              doooxxxxx
GET  benevole.elsewhere                   doooxxxxx
POST benevole.elsewhere                   doooxxxxx
GET  benevole.edit_elsewhere              do44xxxxx
POST benevole.edit_elsewhere              do44xxxxx
POST benevole.prepare_sheet               do44xxxxx
POST benevole.resend_request              do44xxxxx
GET  benevole.sheet                       do44xxxxx
GET  benevole.engagement                  do44xxxxx
GET  benevole.engagements                 doooxxxxx
POST benevole.enter_hours                 do44xxxxx
POST benevole.erase_wishes                doooxxxxx
GET  benevole.favoris                     doooxxxxx
POST benevole.finish                      do44xxxxx
GET  benevole.favourite                   ooooxxxxx
POST benevole.forget_no_hours             do44xxxxx
GET  benevole.no_hours                    do44xxxxx
POST benevole.no_hours                    do44xxxxx
POST benevole.keep_favourite              doooxxxxx
POST benevole.keep                        do44xxxxx
GET  benevole.not_done                    do44xxxxx
POST benevole.not_done                    do44xxxxx
GET  benevole.own_words                   do44xxxxx
POST benevole.own_words                   do44xxxxx
GET  benevole.passeport                   doooxxxxx
GET  benevole.pour_vous                   doooxxxxx
POST benevole.read_messages               do44xxxxx
POST benevole.remove                      dx44xxxxx
POST benevole.reopen                      do44xxxxx
POST benevole.resume                      do44xxxxx
GET  benevole.say_skill                   doooxxxxx
POST benevole.say_skill                   doooxxxxx
POST benevole.see_again                   doooxxxxx
GET  benevole.stop                        ooooooooo
POST benevole.stop_by_link                ooooooooo
POST benevole.unclaim_skill               do44xxxxx
GET  benevole.wishes                      doooxxxxx
POST benevole.wishes                      doooxxxxx
POST benevole.withdraw                    do44xxxxx
POST benevole.write_message               do44xxxxx

GET  compte.account                       doooooooo
GET  compte.change_contact                doooxxxxx
POST compte.change_contact                doooxxxxx
POST compte.change_password               doooooooo
POST compte.close_sessions                doooooooo
GET  compte.code                          ooooooooo
POST compte.code                          ooooooooo
GET  compte.confirm_contact               doooxxxxx
POST compte.confirm_contact               doooxxxxx
GET  compte.edit                          doooxxxxx
POST compte.edit                          doooxxxxx
POST compte.forget_own_code               doooxxxxx
GET  compte.forgotten_agent_password      ooooooooo
POST compte.forgotten_agent_password      ooooooooo
GET  compte.forgotten_password            ooooooooo
POST compte.forgotten_password            ooooooooo
GET  compte.invitation                    ooooooooo
POST compte.invitation                    ooooooooo
GET  compte.messages                      doooxxxxx
POST compte.messages                      doooxxxxx
GET  compte.new_password                  ooooooooo
POST compte.new_password                  ooooooooo
GET  compte.own_code                      doooxxxxx
POST compte.own_code                      doooxxxxx
POST compte.refuse_change                 doooxxxxx
POST compte.send_again                    ooooooooo
GET  compte.sign_in                       ooooooooo
POST compte.sign_in                       ooooooooo
GET  compte.sign_in_agent                 ooooooooo
POST compte.sign_in_agent                 ooooooooo
POST compte.sign_in_demonstration         444444444
GET  compte.sign_in_with_password         ooooooooo
POST compte.sign_in_with_password         ooooooooo
POST compte.sign_out                      ooooooooo
GET  compte.sign_up                       ooooooooo
POST compte.sign_up                       ooooooooo
GET  compte.sign_up_details               ooooooooo
POST compte.sign_up_details               ooooooooo

GET  insertion.action                     do44xxxxx
GET  insertion.action_calendar            do44xxxxx
GET  insertion.action_passeport           do44xxxxx
POST insertion.action_passeport           do44xxxxx
POST insertion.answer_action              do44xxxxx
POST insertion.erase_action               do44xxxxx
POST insertion.give_back                  do44xxxxx
POST insertion.keep_attendance            do44xxxxx
POST insertion.show_action                do44xxxxx
GET  insertion.understand                 doooxxxxx
GET  insertion.annexe                     do44xxxxx
POST insertion.answer                     do44xxxxx
GET  insertion.annexe_pdf                 do44xxxxx
GET  insertion.avenant_pdf                do44xxxxx
GET  insertion.signed_sheet               do44xxxxx
POST insertion.disown                     dx44xxxxx
POST insertion.cancel                     do44xxxxx
GET  insertion.complete                   do44xxxxx
POST insertion.complete                   do44xxxxx
POST insertion.end                        do44xxxxx
POST insertion.give_code                  doooxxxxx
POST insertion.accept_invitation          do44xxxxx
POST insertion.decline_invitation         do44xxxxx
GET  insertion.invitation                 do44xxxxx
POST insertion.answer_proposition         do44xxxxx
POST insertion.hide_proposition_answer    do44xxxxx
GET  insertion.proposition                do44xxxxx
POST insertion.tell_proposition           do44xxxxx
GET  insertion.overview                   doooxxxxx
GET  insertion.submit                     doooxxxxx
POST insertion.submit                     doooxxxxx
GET  insertion.to_read                    doooxxxxx
POST insertion.withdraw                   do44xxxxx

POST moderation.decline_validation        dxxxoxxxo
POST moderation.drop_family               dxxxoxxxo
POST moderation.grant_validation          dxxxoxxxo
GET  moderation.association               dxxxoxxx4
GET  moderation.association_refusal       dxxxoxxx4
GET  moderation.beside                    dxxxoxxxo
GET  moderation.beside_account            dxxxoxxxo
POST moderation.beside_account            dxxxoxxxo
GET  moderation.beside_apply              dxxxoxxxo
POST moderation.beside_apply              dxxxoxxxo
GET  moderation.beside_code               dxxxoxxxo
POST moderation.beside_code               dxxxoxxxo
GET  moderation.beside_contact            dxxxoxxxo
POST moderation.beside_contact            dxxxoxxxo
GET  moderation.beside_missions           dxxxoxxxo
POST moderation.beside_send               dxxxoxxxo
GET  moderation.mission                   dxxxoxxx4
GET  moderation.mission_refusal           dxxxoxxx4
POST moderation.publish                   dxxxoxxx4
GET  moderation.new_family                dxxxoxxxo
POST moderation.new_family_post           dxxxoxxxo
POST moderation.publish_temoignage        dxxxoxxx4
GET  moderation.queue                     dxxxoxxxo
POST moderation.refuse                    dxxxoxxx4
POST moderation.refuse_one                dxxxoxxx4
POST moderation.reinstate                 dxxxoxxx4
POST moderation.say_no                    dxxxoxxx4
POST moderation.settle_report             dxxxoxxx4
GET  moderation.temoignage                dxxxoxxx4
GET  moderation.temoignage_no             dxxxoxxx4
GET  moderation.temoignages               dxxxoxxxo
POST moderation.trust                     dxxxoxxx4
GET  moderation.validation                dxxxoxxxo
GET  moderation.validations               dxxxoxxxo
GET  moderation.sheet                     dxxxoxxxo
POST moderation.sheet                     dxxxoxxxo
GET  moderation.sheets                    dxxxoxxxo
POST moderation.verify                    dxxxoxxx4
GET  moderation.word_families             dxxxoxxxo
GET  moderation.word_family               dxxxoxxxo
POST moderation.word_family_post          dxxxoxxxo

GET  pilotage.absence                     dxxxxxoxx
POST pilotage.absence                     dxxxxxoxx
GET  pilotage.ask_file                    dxxxxxoxx
POST pilotage.ask_file                    dxxxxxoxx
GET  pilotage.action                      dxxxxxoxx
GET  pilotage.actions                     dxxxxxoxx
POST pilotage.cancel_action               dxxxxxoxx
GET  pilotage.cancel_action               dxxxxxoxx
GET  pilotage.edit_action                 dxxxxxoxx
POST pilotage.edit_action                 dxxxxxoxx
GET  pilotage.new_action                  dxxxxxoxx
POST pilotage.new_action                  dxxxxxoxx
POST pilotage.open_action                 dxxxxxoxx
POST pilotage.remove_action               dxxxxxoxx
GET  pilotage.answers                     dxxxxxoxx
POST pilotage.end_absence                 dxxxxxoxx
GET  pilotage.file                        dxxxxxoxx
GET  pilotage.import_file                 dxxxxxoxx
POST pilotage.import_file                 dxxxxxoxx
GET  pilotage.import_columns              dxxxxxoxx
POST pilotage.import_columns              dxxxxxoxx
GET  pilotage.import_check                dxxxxxoxx
POST pilotage.import_write                dxxxxxoxx
POST pilotage.import_drop                 dxxxxxoxx
GET  pilotage.export                      dxxxxxoxx
POST pilotage.export                      dxxxxxoxx
GET  pilotage.overview                    dxxxxxoxx
POST pilotage.overview                    dxxxxxoxx
GET  pilotage.referent                    dxxxxxoxx
POST pilotage.referent                    dxxxxxoxx

GET  public.alerte_code                   ooooooooo
POST public.alerte_code_post              ooooooooo
POST public.alerte_new_code               ooooooooo
GET  public.new_alerte                    ooooxxxxx
POST public.new_alerte_post               ooooxxxxx
GET  public.accessibilite                  ooooooooo
GET  public.aide                          ooooooooo
GET  public.alive                         ooooooooo
GET  public.association                   ooooooooo
GET  public.associations                  ooooooooo
GET  public.cgu                           ooooooooo
GET  public.comment_ca_marche             ooooooooo
GET  public.did_document                  ooooooooo
GET  public.donnees_personnelles          ooooooooo
POST public.forget_seen                   ooooooooo
GET  public.former_alerte                 ooooooooo
POST public.keep_former_alerte            ooooooooo
GET  public.home                          ooooooooo
GET  public.integrate                     ooooooooo
GET  public.widget                        ooooooooo
GET  public.mailbox                       444444444
GET  public.mailbox_message               444444444
GET  public.mailbox_page                  444444444
GET  public.map_communes                  ooooooooo
GET  public.map_spots                     ooooooooo
GET  public.mentions_legales              ooooooooo
GET  public.mission                       ooooooooo
GET  public.mission_calendar              ooooooooo
GET  public.mission_pdf                   ooooooooo
GET  public.missions                      ooooooooo
GET  public.news                          ooooooooo
GET  public.partners_feed                 ooooooooo
GET  public.passeport_elsewhere           ooooooooo
GET  public.places                        ooooooooo
GET  public.poster_pdf                    ooooooooo
GET  public.ready                         ooooooooo
POST public.check_file                    ooooooooo
GET  public.shared                        ooooooooo
GET  public.temoignages                   ooooooooo
GET  public.verification                  ooooooooo
GET  public.verify                        ooooooooo
GET  public.attest                        ooooooooo
POST public.answer_request                ooooooooo
GET  public.answer_link                   ooooooooo
POST public.answer_no                     ooooooooo
POST public.answer_yes                    ooooooooo
POST public.leave_place                   ooooooooo
POST public.decline_request               ooooooooo
POST public.withdraw_by_link              ooooooooo
GET  public.attested                      ooooooooo
GET  public.robots                        ooooooooo
GET  public.site_map                      ooooooooo
GET  public.site_map_part                 ooooooooo
GET  public.status_list                   ooooooooo
"""


def rows() -> dict[tuple[str, str], str]:
    """Return the table: (method, endpoint) → one letter a role."""
    read: dict[tuple[str, str], str] = {}
    for line in f"{TABLE}\n{REFERENT}".split("\n"):
        if line.strip():
            method, endpoint, letters = line.split()
            if len(letters) != len(ROLES) or (method, endpoint) in read:
                raise ValueError(line)
            read[method, endpoint] = letters
    return read
