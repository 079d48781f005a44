"""The treatments: why something is kept, on which legal basis, who reads it and how long."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from .terms import Treatment

PUBLIC_TASK = _l("Mission d’intérêt public du Département (RGPD, article 6.1.e).")
CONSENT = _l("Votre accord, que vous pouvez retirer (RGPD, article 6.1.a).")
LEGAL_DUTY = _l("Obligation de sécurité (RGPD, articles 6.1.c et 32).")
LEGAL_DUTY_TO_ANSWER = _l("Obligation de répondre à vos demandes (RGPD, articles 6.1.c et 12).")
TWO_YEARS = _l("Tant que vous avez un compte. Deux ans après votre dernière visite au plus.")
NO_CONTACT = timedelta(days=2 * 365)
"""The time after the last visit at which an account is erased by itself."""
NOTICE = timedelta(days=30)
"""How long before that its holder is told."""
JOURNAL_KEPT = timedelta(days=365)
"""How long a line of the security journal is kept, and an agent's account after its end."""
SENT_KEPT = timedelta(days=7)
"""How long a message that left stays in our list of what left."""
UNSENT_KEPT = timedelta(days=30)
"""How long a message that could not leave is kept."""
CALL_BACK_KEPT = timedelta(days=90)
"""How long the number is kept of somebody without an account who asked to be called back."""

TREATMENTS: tuple[Treatment, ...] = (
    Treatment(
        "account",
        _l("Votre compte"),
        _l("Vous reconnaître, vous répondre, ouvrir vos pages."),
        PUBLIC_TASK,
        _l("Vous. Les associations à qui vous écrivez voient votre nom et votre contact."),
        TWO_YEARS,
        NO_CONTACT,
    ),
    Treatment(
        "security",
        _l("La sécurité des comptes"),
        _l("Vérifier que c’est bien vous, et retrouver qui a lu ou décidé quoi."),
        LEGAL_DUTY,
        _l("Vous. Les administrateurs du site lisent ce que font les agents, jamais au sujet de qui."),
        _l("Un code : 10 minutes. Une session : 30 jours au plus. Une ligne du journal de sécurité : 12 mois."),
        JOURNAL_KEPT,
    ),
    Treatment(
        "messages",
        _l("Les e-mails et les SMS"),
        _l("Vous prévenir de ce qui vous concerne."),
        PUBLIC_TASK,
        _l("Celui à qui le message est écrit."),
        _l("Un message parti : 7 jours. Un message qui ne peut pas partir : 30 jours."),
        SENT_KEPT,
    ),
    Treatment(
        "applying",
        _l("Vos candidatures"),
        _l("Vous mettre en relation avec une association."),
        PUBLIC_TASK,
        _l("Vous et l’association à qui vous écrivez."),
        _l("Tant que vous avez un compte. Un numéro laissé sans compte, pour être rappelé\u00a0: 3 mois."),
    ),
    Treatment(
        "engagements",
        _l("Vos engagements et vos heures"),
        _l("Suivre ce qui est fait, le clore à deux, compter les heures."),
        PUBLIC_TASK,
        _l("Vous et l’association."),
        _l("Tant que vous avez un compte. Après, les heures confirmées restent dans les comptes de l’association, sans votre nom."),
    ),
    Treatment(
        "passeport",
        _l("Votre passeport"),
        _l("Montrer vos compétences, et que chacun puisse vérifier vos documents."),
        CONSENT,
        _l("Vous, et ceux à qui vous le montrez."),
        _l("Tant que vous avez un compte. Un document reste vérifiable après seulement si vous l’avez coché."),
    ),
    Treatment(
        "elsewhere",
        _l("Le bénévolat fait ailleurs"),
        _l("Demander à la structure de confirmer ce que vous y avez fait."),
        CONSENT,
        _l("Vous et la personne à qui vous demandez."),
        _l("Le nom et l’adresse de cette personne : 60 jours après la fin de la demande. Le reste : tant que vous avez un compte."),
    ),
    Treatment(
        "temoignages",
        _l("Vos témoignages"),
        _l("Publier ce que vous racontez, si vous le voulez."),
        CONSENT,
        _l("Tout le monde, une fois publié."),
        _l("Jusqu’à ce que vous le retiriez."),
    ),
    Treatment(
        "searches",
        _l("Vos alertes, vos favoris, vos souhaits"),
        _l("Vous proposer des missions et vous prévenir des nouvelles."),
        CONSENT,
        _l("Vous seul."),
        _l("Jusqu’à ce que vous les effaciez. Une alerte en pause s’efface seule après un an."),
    ),
    Treatment(
        "associations",
        _l("Les associations et leurs équipes"),
        _l("Savoir qui agit pour une association."),
        PUBLIC_TASK,
        _l("L’équipe de l’association et les modérateurs."),
        _l("Tant que la personne fait partie de l’équipe."),
    ),
    Treatment(
        "missions",
        _l("Les missions"),
        _l("Publier ce que les associations proposent."),
        PUBLIC_TASK,
        _l("Tout le monde, une fois publié."),
        _l("Tant que l’association est inscrite."),
    ),
    Treatment(
        "moderation",
        _l("La modération et les signalements"),
        _l("Vérifier ce qui est publié, et protéger les personnes."),
        PUBLIC_TASK,
        _l("Les modérateurs."),
        _l("Un signalement et une décision : 2 ans. La copie d’un message signalé : 6 mois."),
    ),
    Treatment(
        "insertion",
        _l("L’accompagnement"),
        _l("Préparer et suivre, si vous le voulez, un engagement citoyen avec la personne qui vous accompagne."),
        PUBLIC_TASK,
        _l("Vous et la personne qui vous accompagne. Jamais une association."),
        _l("Une invitation ou une proposition : 30 jours. Le reste : tant que vous avez un compte. Votre contrat reste au Département."),
    ),
    Treatment(
        "agents",
        _l("Les agents du Département et de ses partenaires"),
        _l("Donner à chacun les droits de son travail, et les reprendre."),
        PUBLIC_TASK,
        _l("Les administrateurs du site."),
        _l("12 mois après la fin du compte de l’agent."),
        JOURNAL_KEPT,
    ),
    Treatment(
        "rights",
        _l("Vos demandes sur vos données"),
        _l("Vous répondre, et pouvoir le prouver."),
        LEGAL_DUTY_TO_ANSWER,
        _l("Vous et les administrateurs du site."),
        TWO_YEARS,
    ),
    Treatment(
        "figures",
        _l("Les chiffres"),
        _l("Compter ce qui se passe, sans personne dedans."),
        PUBLIC_TASK,
        _l("Tout le monde."),
        _l("Sans limite : ces chiffres ne parlent de personne."),
    ),
    Treatment(
        "reference",
        _l("Les données de référence et la marche du site"),
        _l("Faire fonctionner le site."),
        PUBLIC_TASK,
        _l("Le site."),
        _l("Sans limite : ces données ne parlent de personne."),
    ),
)
BY_KEY = {each.key: each for each in TREATMENTS}
