"""Every number of the model, one record each: value, unit, range, source, strength, expected direction.

The model, the documents, ``datadeel list parameters``, ``--set`` and sensitivity analysis all read these
records; nothing else holds a number. Strength of evidence: A counted or stated by the source itself, B a good
survey or registration, C indirect, D contested or taken from elsewhere, E an assumption. Almost all of them
are D or E: results are for orderings and mechanisms, not for point forecasts.

A name with a dot is a value for one kind of organisation: ``attention.sme``. In the source column "§" and
"I…" are sections and interviews of Van den Boogaart, Leiden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datadeel.registry.kinds import KIND_LABELS, KINDS


@dataclass(frozen=True)
class Parameter:
    """One number. ``low``-``high`` is the plausible range to sweep, ``minimum``-``maximum`` what is admissible.

    ``direction`` is the expected effect on the share that shares: "+", "-", or "±" where theory leaves it open.
    ``neutral`` is the value at which its mechanism is switched off, where there is one. ``distribution`` over the range is
    "uniform", "loguniform", or "form" for a whole number that names one of several formulations: a choice of the modeller.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    en: str
    nl: str
    source: str
    strength: str
    direction: str
    group: str
    minimum: float = 0.0
    maximum: float = 1.0
    neutral: float | None = None
    distribution: str = "uniform"

    @property
    def stem(self) -> str:
        """The name without the kind."""
        return self.name.partition(".")[0]


# One record a line, to be read as a table.
# fmt: off
# group | name | value low high | unit | direction | strength | source | English | Dutch | extras
_SCALARS: list[tuple[Any, ...]] = [
    # --- start
    ("start", "prior_collaboration", 0.3, 0.0, 0.8, "index", "+", "E", "§4.2.1", "Tradition of working together before the start", "Traditie van samenwerking vóór het begin", {"neutral": 0.0}),
    ("start", "prior_spread", 0.2, 0.0, 0.4, "index", "±", "E", "§4.2.1", "Spread of that tradition between chains (half width)", "Spreiding van die traditie tussen ketens (halve breedte)", {"neutral": 0.0}),
    ("start", "prior_knowledge", 0.15, 0.0, 0.3, "index", "+", "E", "§4.2.1", "Part of missing knowledge that full tradition makes up", "Deel van ontbrekende kennis dat volle traditie goedmaakt", {"neutral": 0.0}),
    ("start", "prior_trust", 0.25, 0.0, 0.5, "index", "+", "E", "§4.2.1, §4.2.2", "Part of missing trust that full tradition makes up", "Deel van ontbrekend vertrouwen dat volle traditie goedmaakt", {"neutral": 0.0}),
    ("start", "start_spread", 0.15, 0.05, 0.25, "index", "±", "C", "CBS 2020; §4.2.1", "Spread of knowledge and trust within a kind (half width)", "Spreiding van kennis en vertrouwen binnen een soort (halve breedte)", {"neutral": 0.0}),
    ("start", "size_knowledge", 0.04, 0.0, 0.08, "index per sd of size", "±", "C", "CBS digitalisation 2020 by size class; §4.2.1 I8", "Knowledge that comes with size, within a kind", "Kennis die met omvang meekomt, binnen een soort", {"neutral": 0.0}),
    ("start", "size_spread", 0.5, 0.2, 0.9, "sd of log", "±", "E", "§4.2.1 I8", "Spread of size within a kind", "Spreiding in omvang binnen een soort", {"maximum": 2.0, "neutral": 0.0}),
    # --- value
    ("value", "benefit_cost_ratio", 5.0, 1.0, 20.0, "ratio", "+", "D", "Portbase 2023; §4.2.6 I1", "Benefit at full sharing over full cost", "Baten bij volledig delen gedeeld door volle kosten", {"maximum": 100.0, "neutral": 0.0, "distribution": "loguniform"}),
    ("value", "complementarity", 2.0, 1.0, 6.0, "exponent γ", "-", "E", "§4.2.6 I1, fig. 7", "How far value needs everybody (1 additive, large weakest link)", "In hoeverre waarde iedereen nodig heeft (1 optelbaar, groot zwakste schakel)", {"minimum": 1.0, "maximum": 30.0, "neutral": 1.0}),
    ("value", "spillover", 0.2, 0.0, 0.5, "share", "-", "E", "§4.2.4 I4, §4.2.6", "Part of the value that outsiders get for free", "Deel van de waarde dat buitenstaanders gratis krijgen", {"neutral": 0.0}),
    ("value", "bilateral_value", 0.06, 0.0, 0.15, "share of full value", "+", "E", "§4.2.1 I1 I2", "Value of sharing with one known partner alone", "Waarde van delen met één bekende partner", {"neutral": 0.0}),
    ("value", "supply_coupling", 0.7, 0.3, 1.0, "share", "-", "E", "§2.3.3, §4.2.3 I10", "How far value depends on depth and quality of the data", "In hoeverre waarde afhangt van diepte en kwaliteit van de data", {"neutral": 0.0}),
    ("value", "empty_supply", 0.3, 0.1, 0.5, "share", "+", "E", "§4.2.4", "Supply expected in a chain where nobody shares yet", "Verwacht aanbod in een keten waar nog niemand deelt", {}),
    ("value", "level_value_1", 0.6, 0.4, 0.75, "share", "+", "E", "§4.2.4", "Part of the value got at level 1", "Deel van de waarde op niveau 1", {}),
    ("value", "level_value_2", 0.85, 0.75, 0.95, "share", "±", "E", "§4.2.4", "Part of the value got at level 2", "Deel van de waarde op niveau 2", {}),
    ("value", "level_supply_1", 0.5, 0.3, 0.7, "share", "+", "E", "§4.2.2 I1", "What a party supplies at level 1", "Wat een partij levert op niveau 1", {}),
    ("value", "level_supply_2", 0.8, 0.7, 0.95, "share", "±", "E", "§4.2.2 I1", "What a party supplies at level 2", "Wat een partij levert op niveau 2", {}),
    ("value", "perception_floor", 0.3, 0.1, 0.6, "share", "+", "E", "§4.2.1, §4.2.7", "Part of the value seen without any knowledge", "Deel van de waarde dat zonder kennis gezien wordt", {"neutral": 1.0}),
    ("value", "foresight", 4.0, 0.0, 12.0, "months", "±", "E", "§4.2.4 I1 I4", "How far ahead the trend of coverage is extended", "Hoe ver de trend in dekking wordt doorgetrokken", {"maximum": 60.0, "neutral": 0.0}),
    ("value", "trend_memory", 0.25, 0.1, 0.5, "per month", "±", "E", "§4.2.4", "Speed at which a change of coverage is seen as a trend", "Snelheid waarmee een verandering als trend wordt gezien", {}),
    ("value", "mandate_announced", 0.7, 0.4, 0.9, "share", "±", "E", "§4.2.5", "Part of others expected to comply with an announced obligation", "Deel van anderen dat naar verwachting een aangekondigde plicht volgt", {"neutral": 0.0}),
    ("value", "announcement_alone", 0.4, 0.1, 0.8, "share", "+", "E", "§4.2.5", "Credibility of announcements without direction", "Geloofwaardigheid van aankondigingen zonder regie", {}),
    ("value", "public_motive", 0.5, 0.0, 1.0, "weight", "+", "E", "§4.2.7", "How far public parties count the chain's whole gain", "In hoeverre publieke partijen de hele ketenwinst meetellen", {"neutral": 0.0}),
    ("value", "position_spread", 0.6, 0.2, 1.0, "sd of log", "±", "E", "§4.2.1 I3, §4.2.4 I4", "Skew of the benefit between parties", "Scheefheid van de baten tussen partijen", {"maximum": 2.0, "neutral": 0.0}),
    ("value", "opaque_loss", 0.5, 0.2, 1.0, "share of mean benefit", "±", "E", "§4.2.1 I1, §4.2.6 I5 I7", "What those lose at full sharing", "Wat zij verliezen bij volledig delen", {"maximum": 5.0}),
    ("value", "pressure_value", 0.15, 0.0, 0.4, "share of full cost", "+", "E", "§4.2.6 I2 I5", "Cost of saying no to a powerful customer that shares", "Prijs van nee zeggen tegen een machtige klant die deelt", {"maximum": 10.0, "neutral": 0.0}),
    ("value", "inspection_saving", 0.6, 0.1, 1.2, "share of full cost", "+", "E", "§4.2.1 I1, §4.2.6 I7; Table 1", "Saving when all supervision is lifted from a supervised sharer", "Besparing als alle toezicht op een deler vervalt", {"maximum": 10.0, "neutral": 0.0}),
    ("value", "open_data_value", 0.4, 0.1, 0.8, "share of full cost", "+", "E", "§4.2.5 I1 I7; Table 1", "Value of government data when all public bodies share", "Waarde van overheidsdata als alle publieke partijen delen", {"maximum": 10.0, "neutral": 0.0}),
    ("value", "quality_floor", 0.5, 0.3, 0.7, "index", "+", "E", "§4.2.3 I10", "Data quality without knowledge or standards", "Datakwaliteit zonder kennis of standaarden", {"neutral": 1.0}),
    ("value", "quality_knowledge", 0.6, 0.3, 0.9, "share", "±", "E", "§2.3.3, §4.2.3", "Part of quality owed to knowledge rather than standards", "Deel van de kwaliteit door kennis in plaats van standaarden", {}),
    ("value", "caution", 0.3, 0.0, 0.6, "share", "-", "E", "§2.3.4; §4.2.2 I1", "How far data are edited down when control is low", "In hoeverre data worden uitgekleed bij weinig zeggenschap", {"neutral": 0.0}),
    # --- cost
    ("cost", "planning_horizon", 36.0, 18.0, 60.0, "months", "+", "E", "§4.2.5 I7", "Months over which entry is spread under reliable policy", "Maanden waarover instap wordt uitgesmeerd bij betrouwbaar beleid", {"minimum": 1.0, "maximum": 240.0}),
    ("cost", "horizon_floor", 0.4, 0.2, 0.8, "share", "+", "E", "§4.2.5 I7", "Part of the horizon left under unreliable policy", "Deel van de horizon dat overblijft bij onbetrouwbaar beleid", {"minimum": 0.05, "neutral": 1.0}),
    ("cost", "organisational_part", 0.8, 0.6, 0.9, "share", "±", "A", "§4.2.1 I8 (stated, not counted)", "Organisational part of the entry cost", "Organisatorisch deel van de instapkosten", {}),
    ("cost", "knowledge_relief", 0.5, 0.2, 0.8, "share", "+", "E", "§4.2.1 I8", "Organisational cost that full knowledge takes away", "Organisatiekosten die volle kennis wegneemt", {"neutral": 0.0}),
    ("cost", "coaching_relief", 0.4, 0.1, 0.7, "share", "+", "E", "§4.2.1 I5; §5.1", "Organisational cost that coaching takes away", "Organisatiekosten die coaching wegneemt", {"neutral": 0.0}),
    ("cost", "framework_cost", 0.1, 0.02, 0.3, "per framework", "-", "E", "§4.2.3", "Extra technical cost per further framework", "Extra technische kosten per extra stelsel", {"maximum": 5.0, "neutral": 0.0}),
    ("cost", "step_cost", 0.4, 0.2, 0.8, "share of entry", "±", "E", "§4.2.4", "Entry cost of each further level", "Instapkosten van elk volgend niveau", {"maximum": 5.0}),
    ("cost", "running_part", 0.2, 0.1, 0.3, "of entry per year", "-", "E", "rule of thumb for upkeep of software", "Yearly running cost as part of entry", "Jaarlijkse beheerkosten als deel van instap", {"maximum": 5.0}),
    ("cost", "platform_fee", 250.0, 0.0, 2500.0, "EUR per year", "-", "B", "Portbase connection fee; RVO voucher cap", "Platform fee of a small party", "Platformkosten voor een kleine partij", {"maximum": 100000.0, "neutral": 0.0}),
    ("cost", "counter_cost", 0.3, 0.1, 0.6, "share of running", "-", "E", "§4.2.5 I2 I6 I11", "Running cost added by today's government counters", "Beheerkosten door de huidige overheidsloketten", {"maximum": 5.0, "neutral": 0.0}),
    ("cost", "strictness_cost", 0.2, 0.0, 0.5, "share of running", "-", "E", "§2.3.4 Eaton", "Running cost added by a closed framework", "Beheerkosten door een gesloten stelsel", {"maximum": 5.0, "neutral": 0.0}),
    # --- control
    ("control", "own_control", 0.25, 0.1, 0.4, "index", "+", "E", "§4.2.2 I6", "Control felt without any framework", "Zeggenschap zonder enig stelsel", {}),
    ("control", "understanding_floor", 0.3, 0.1, 0.6, "share", "+", "E", "§4.2.2 I6 I10", "Assurance felt without knowledge", "Borging die zonder kennis gevoeld wordt", {"neutral": 1.0}),
    ("control", "framework_assurance", 0.75, 0.5, 0.95, "index", "+", "E", "§5.1; §4.2.3", "Assurance of a mature, closed, audited framework", "Borging van een rijp, gesloten en getoetst stelsel", {"neutral": 0.0}),
    ("control", "assurance_half", 0.3, 0.1, 0.8, "strictness", "-", "E", "§2.4 Eaton", "Where assurance bends (small: a little strictness does much)", "Waar borging afbuigt (klein: weinig strengheid doet al veel)", {"minimum": 0.01, "maximum": 10.0}),
    ("control", "audit_weight", 0.3, 0.0, 0.6, "share", "-", "E", "§4.2.2 I10", "Part of assurance lost without audit and enforcement", "Deel van de borging dat wegvalt zonder toetsing en handhaving", {"neutral": 0.0}),
    ("control", "framework_confusion", 0.02, 0.0, 0.05, "per framework", "-", "E", "§4.2.3", "Control lost per further framework", "Zeggenschap die per extra stelsel verloren gaat", {"neutral": 0.0}),
    ("control", "hierarchy_control", 0.15, 0.0, 0.4, "index", "-", "E", "§2.3.2 Gawer", "Control lost under full hierarchical pressure", "Zeggenschap die onder volle hiërarchische druk verloren gaat", {"neutral": 0.0}),
    ("control", "sensitivity_1", 0.15, 0.05, 0.3, "index", "-", "E", "§4.2.2 I1", "Sensitivity of data at level 1", "Gevoeligheid van data op niveau 1", {"neutral": 0.0}),
    ("control", "sensitivity_2", 0.35, 0.2, 0.5, "index", "-", "E", "§4.2.2 I1", "Sensitivity of data at level 2", "Gevoeligheid van data op niveau 2", {"neutral": 0.0}),
    ("control", "sensitivity_3", 0.6, 0.4, 0.9, "index", "-", "E", "§2.4", "Sensitivity of open-ended reuse, level 3", "Gevoeligheid van open hergebruik, niveau 3", {"neutral": 0.0}),
    ("control", "risk_weight", 1.0, 0.5, 1.5, "trust per risk", "-", "E", "§4.2.2, §5.1: without control, open-ended reuse asks more trust than anyone has", "Extra trust asked per unit of risk felt", "Extra vertrouwen dat gevoeld risico vraagt", {"maximum": 5.0, "neutral": 0.0}),
    ("control", "legal_uncertainty", 0.25, 0.1, 0.4, "index", "-", "E", "§4.2.1 I8, §4.2.3 I9", "Legal doubt without knowledge", "Juridische twijfel zonder kennis", {"neutral": 0.0}),
    ("control", "eu_relief", 0.4, 0.2, 0.7, "share", "+", "E", "§4.2.5 I3: privacy and competition law are only partly European news", "Legal doubt that full EU information takes away", "Juridische twijfel die volledige EU-informatie wegneemt", {"neutral": 0.0}),
    ("control", "framework_legal", 0.3, 0.0, 0.6, "share", "+", "E", "§4.2.2 I13", "Legal doubt that a mature framework takes away", "Juridische twijfel die een rijp stelsel wegneemt", {"neutral": 0.0}),
    ("control", "legal_knowledge", 0.6, 0.3, 0.9, "share", "+", "E", "§4.2.1 I8", "Legal doubt that full knowledge takes away", "Juridische twijfel die volle kennis wegneemt", {"neutral": 0.0}),
    # --- trust
    ("trust", "trust_gain", 0.03, 0.01, 0.08, "per month", "+", "E", "§2.4 Klievink; §4.2.2", "Trust gained in a good month", "Vertrouwen gewonnen in een goede maand", {"neutral": 0.0}),
    ("trust", "trust_asymmetry", 3.0, 1.0, 10.0, "ratio ρ", "-", "D", "Slovic 1993; Poortinga & Pidgeon 2004", "How much faster trust is lost than gained", "Hoeveel sneller vertrouwen verdwijnt dan groeit", {"minimum": 1.0, "maximum": 50.0, "neutral": 1.0}),
    ("trust", "mandated_trust", 0.3, 0.0, 1.0, "share", "+", "E", "§2.3.2 Gawer; §4.2.7", "Trust built by obliged sharing, against voluntary", "Vertrouwen door verplicht delen, vergeleken met vrijwillig", {"neutral": 1.0}),
    ("trust", "hearsay", 0.15, 0.0, 0.4, "share", "±", "E", "§4.2.2 I5 I13", "Trust learnt from what known parties experience", "Vertrouwen geleerd uit wat bekenden meemaken", {"neutral": 0.0}),
    ("trust", "learning_floor", 0.5, 0.2, 0.8, "share", "±", "E", "§2.4 Klievink", "Speed of trust learning without knowledge", "Leersnelheid van vertrouwen zonder kennis", {"neutral": 1.0}),
    ("trust", "institution_gain", 0.03, 0.01, 0.08, "per month", "+", "E", "§2.4; §4.2.2", "Growth of institutional trust at full coverage", "Groei van institutioneel vertrouwen bij volle dekking", {"neutral": 0.0}),
    ("trust", "institution_loss", 0.01, 0.003, 0.03, "per month", "-", "E", "§2.4", "Fading of institutional trust at no coverage", "Wegebben van institutioneel vertrouwen zonder dekking", {}),
    ("trust", "institution_weight", 0.5, 0.2, 0.8, "weight ω", "+", "E", "§2.4", "What institutional trust adds to one's own", "Wat institutioneel vertrouwen toevoegt aan eigen ervaring", {"neutral": 0.0}),
    ("trust", "stranger_distrust", 0.2, 0.0, 0.4, "share", "-", "E", "§4.2.2 I3, §4.2.4 I1", "Trust that does not reach partners one does not know", "Vertrouwen dat onbekende partners niet bereikt", {"neutral": 0.0}),
    ("trust", "breach_rate", 0.02, 0.005, 0.1, "per sharing partner per year", "-", "E", "no data", "Chance of misuse per sharing partner", "Kans op misbruik per delende partner", {"maximum": 5.0, "neutral": 0.0, "distribution": "loguniform"}),
    ("trust", "exposure_2", 2.0, 1.0, 4.0, "ratio", "-", "E", "§4.2.2 I1", "Exposure to misuse at level 2, against level 1", "Blootstelling aan misbruik op niveau 2 tegenover 1", {"maximum": 20.0}),
    ("trust", "exposure_3", 4.0, 2.0, 8.0, "ratio", "-", "E", "§2.4 Eaton", "Exposure to misuse at level 3, against level 1", "Blootstelling aan misbruik op niveau 3 tegenover 1", {"maximum": 50.0}),
    ("trust", "severity_2", 2.0, 1.0, 4.0, "ratio", "±", "E", "§4.2.2 I1", "Trust lost by misuse at level 2, against level 1", "Vertrouwen verloren door misbruik op niveau 2 tegenover 1", {"maximum": 20.0}),
    ("trust", "severity_3", 3.0, 1.5, 8.0, "ratio", "±", "E", "§2.4 Eaton", "Trust lost by misuse at level 3, against level 1", "Vertrouwen verloren door misbruik op niveau 3 tegenover 1", {"maximum": 50.0}),
    ("trust", "breach_institution", 0.1, 0.0, 0.3, "share", "-", "E", "§4.2.2", "Institutional trust lost when all members are harmed", "Institutioneel vertrouwen verloren als alle leden schade lijden", {"neutral": 0.0}),
    # --- willingness
    ("willingness", "gate_steepness", 12.0, 6.0, 24.0, "per unit of trust", "±", "E", "§4.2.2 end, §5.1", "How hard trust is as a precondition", "Hoe hard vertrouwen als voorwaarde is", {"maximum": 100.0, "neutral": 0.0}),
    ("willingness", "threshold_1", 0.25, 0.15, 0.4, "trust", "-", "E", "§4.2.2 I1", "Trust asked for level 1", "Vertrouwen gevraagd voor niveau 1", {}),
    ("willingness", "threshold_2", 0.4, 0.3, 0.55, "trust", "±", "E", "§4.2.2 I1", "Trust asked for level 2", "Vertrouwen gevraagd voor niveau 2", {}),
    ("willingness", "threshold_3", 0.55, 0.4, 0.75, "trust", "±", "E", "§4.2.2 I1", "Trust asked for level 3", "Vertrouwen gevraagd voor niveau 3", {}),
    ("willingness", "value_steepness", 3.0, 1.5, 6.0, "per full cost", "±", "E", "§4.2.7", "How sharply net value decides", "Hoe scherp nettowaarde beslist", {"maximum": 100.0, "neutral": 0.0}),
    ("willingness", "norm", 0.5, 0.0, 1.0, "logit", "+", "E", "I13", "Pull of peers that share", "Trekkracht van bekenden die delen", {"maximum": 10.0, "neutral": 0.0}),
    ("willingness", "habit", 0.1, 0.0, 0.25, "trust", "+", "E", "assumption: routine outlives calculation", "Trust that habit makes up for once one shares", "Vertrouwen dat gewoonte vervangt als men al deelt", {"neutral": 0.0}),
    ("willingness", "leave_threshold", 0.5, 0.3, 0.6, "willingness", "-", "E", "§4.2.6 I1 I2; 0.5 is break-even with an open gate", "Willingness below which sharers start to step down", "Bereidheid waaronder delers gaan afhaken", {"minimum": 0.001, "maximum": 1.0}),
    ("willingness", "leave_rate", 0.08, 0.03, 0.2, "per month", "-", "E", "§4.2.6 I1 I2", "Chance of stepping down without any willingness", "Kans op een stap terug zonder enige bereidheid", {"neutral": 0.0}),
    ("willingness", "pressure_attention", 1.0, 0.0, 3.0, "factor", "+", "E", "§4.2.6 I2 I5", "Urge from powerful customers that share", "Aandrang van machtige klanten die delen", {"maximum": 20.0, "neutral": 0.0}),
    ("willingness", "steering_attention", 0.5, 0.0, 1.5, "factor", "+", "E", "§4.2.5 I12", "Urge from one commissioner's direction", "Aandrang door regie van één commissaris", {"maximum": 20.0, "neutral": 0.0}),
    ("willingness", "success_attention", 1.5, 0.0, 3.0, "factor", "+", "E", "I13; §4.2.7", "Urge from success seen around oneself and with oneself", "Aandrang door zichtbaar succes bij anderen en zichzelf", {"maximum": 20.0, "neutral": 0.0}),
    ("willingness", "agency_attention", 1.0, 0.0, 2.0, "factor", "+", "E", "§4.2.5 I1 I4 I7", "Urge on public bodies that work together", "Aandrang bij publieke organisaties die samenwerken", {"maximum": 20.0, "neutral": 0.0}),
    ("willingness", "crowding_out", 0.4, 0.0, 0.8, "share", "-", "E", "§2.3.2 Gawer; §4.2.7", "Voluntary steps put off by full hierarchy", "Vrijwillige stappen die volle hiërarchie ontmoedigt", {"neutral": 0.0}),
    ("willingness", "crowding_form", 0.0, 0.0, 2.0, "form", "±", "E", "§2.3.2 Gawer", "Where hierarchy bites: 0 the wish, 1 the value, 2 the trust", "Waar hiërarchie aangrijpt: 0 de wens, 1 de waarde, 2 het vertrouwen", {"maximum": 2.0, "distribution": "form"}),
    ("willingness", "willingness_form", 0.0, 0.0, 1.0, "form", "±", "E", "§4.2.2, §5.1", "How trust and value join: 0 gate times driver, 1 weighted sum", "Hoe vertrouwen en waarde samenkomen: 0 poort maal drijfveer, 1 gewogen som", {"distribution": "form"}),
    ("willingness", "knowledge_floor_1", 0.3, 0.25, 0.35, "knowledge", "-", "B", "Topsector Logistiek / IenW 2021: 70 % (55-85) of logistics SMEs not ready; §4.2.1 I1 I13", "Knowledge needed to connect without help", "Kennis nodig om zonder hulp aan te sluiten", {"neutral": 0.0}),
    ("willingness", "knowledge_floor_2", 0.4, 0.3, 0.5, "knowledge", "±", "E", "§4.2.1", "Knowledge needed for level 2", "Kennis nodig voor niveau 2", {"neutral": 0.0}),
    ("willingness", "knowledge_floor_3", 0.5, 0.35, 0.65, "knowledge", "±", "E", "§4.2.1", "Knowledge needed for level 3", "Kennis nodig voor niveau 3", {"neutral": 0.0}),
    # --- learning
    ("learning", "practice", 0.02, 0.01, 0.04, "per month", "+", "E", "§4.2.7", "Knowledge gained by sharing oneself at level 3", "Kennis door zelf te delen op niveau 3", {"neutral": 0.0}),
    ("learning", "peer_learning", 0.006, 0.0, 0.015, "per month", "+", "E", "I13", "Knowledge gained when all known parties share", "Kennis als alle bekenden delen", {"neutral": 0.0}),
    ("learning", "campaign_learning", 0.05, 0.01, 0.1, "per month", "+", "E", "§4.2.1 I1; §5.1", "Knowledge gained from campaigns, below their ceiling", "Kennis uit campagnes, onder hun plafond", {"neutral": 0.0}),
    ("learning", "campaign_ceiling", 0.35, 0.2, 0.5, "knowledge", "+", "E", "§5.1 I13", "Knowledge beyond which leaflets teach nothing", "Kennis waarboven folders niets leren", {}),
    ("learning", "eu_learning", 0.015, 0.0, 0.03, "per month", "+", "E", "§4.2.5 I3", "Knowledge gained from early EU information, below that ceiling", "Kennis uit vroege EU-informatie, onder dat plafond", {"neutral": 0.0}),
    ("learning", "coaching_learning", 0.03, 0.01, 0.06, "per month", "+", "E", "§4.2.1 I5; §5.1", "Knowledge gained from full hands-on coaching", "Kennis door volle begeleiding", {"neutral": 0.0}),
    ("learning", "forgetting", 0.01, 0.003, 0.02, "per month", "-", "E", "§4.2.1 I8", "Return of knowledge to the organisation's base", "Terugval van kennis naar het eigen basisniveau", {"neutral": 0.0}),
    ("learning", "contact_loss_rate", 0.2, 0.1, 0.35, "per year", "-", "E", "§4.2.6 I8", "Chance that the contact person leaves", "Kans dat de contactpersoon vertrekt", {"neutral": 0.0, "maximum": 12.0}),
    ("learning", "contact_loss", 0.3, 0.1, 0.6, "share", "-", "E", "§4.2.6 I8", "Gained knowledge and trust that leave along", "Opgebouwde kennis en vertrouwen die meegaan", {"neutral": 0.0}),
    ("learning", "patience", 12.0, 6.0, 24.0, "months", "±", "E", "§4.2.7", "How long a promise may take before it disappoints", "Hoe lang een belofte mag duren voordat die teleurstelt", {"minimum": 1.0, "maximum": 240.0}),
    ("learning", "outlook_return", 0.01, 0.0, 0.03, "per month", "±", "E", "§4.2.7", "Return of expectations where one does not share", "Herstel van verwachtingen bij wie niet deelt", {"neutral": 0.0}),
    ("learning", "outlook_ceiling", 1.2, 1.0, 1.5, "ratio", "±", "E", "§4.2.7", "How far results can lift expectations", "Hoe ver resultaten verwachtingen kunnen verhogen", {"minimum": 1.0, "maximum": 3.0, "neutral": 1.0}),
    ("learning", "success_speed", 0.1, 0.05, 0.2, "per month", "+", "E", "§4.2.7; I13", "Speed at which success becomes visible", "Snelheid waarmee succes zichtbaar wordt", {"neutral": 0.0}),
    ("learning", "outlook_speed", 0.05, 0.02, 0.1, "per month", "±", "E", "§4.2.7", "Speed at which results change expectations", "Snelheid waarmee resultaten verwachtingen bijstellen", {"neutral": 0.0}),
    # --- generativity
    ("generativity", "innovation_rate", 0.2, 0.05, 0.5, "per chain per month", "+", "E", "§2.4 Eaton", "New uses in a chain at full open deep sharing", "Nieuwe toepassingen in een keten bij volop open delen", {"maximum": 10.0, "neutral": 0.0}),
    ("generativity", "innovation_bonus", 0.5, 0.0, 1.0, "share", "+", "E", "§2.4", "Value added by very many new uses", "Extra waarde door heel veel nieuwe toepassingen", {"maximum": 10.0, "neutral": 0.0}),
    ("generativity", "innovation_half", 4.0, 2.0, 10.0, "uses", "±", "E", "§2.4", "New uses that give half of that", "Toepassingen die de helft daarvan geven", {"minimum": 0.1, "maximum": 1000.0}),
    ("generativity", "strictness_rigidity", 0.8, 0.4, 1.0, "share", "±", "E", "§2.3.4, §2.4 Eaton", "Generativity lost in a closed framework", "Generativiteit die in een gesloten stelsel verdwijnt", {"neutral": 0.0}),
    ("generativity", "obliged_rigidity", 0.3, 0.0, 0.6, "share", "±", "E", "§4.2.3", "Generativity lost when one standard is obliged", "Generativiteit die door een verplichte standaard verdwijnt", {"neutral": 0.0}),
    ("generativity", "start_up_boost", 1.0, 0.0, 2.0, "factor", "±", "E", "§4.2.5 I2 I11, §5.1", "Extra new uses when all start-ups of a chain share", "Extra toepassingen als alle start-ups in een keten delen", {"maximum": 20.0, "neutral": 0.0}),
    # --- mandate
    ("mandate", "compliance_rate", 0.125, 0.08, 0.2, "per month", "+", "B", "KringloopWijzer 2016: 75 % (60-90) after a year, fully enforced", "Chance that an obliged party complies, fully enforced", "Kans dat een verplichte partij voldoet, bij volle handhaving", {}),
    ("mandate", "evasion", 0.06, 0.03, 0.1, "share", "-", "B", "KringloopWijzer 2020; Forum Standaardisatie 2020", "Parties that never comply", "Partijen die nooit voldoen", {"neutral": 0.0}),
    ("mandate", "steering_enforcement", 0.3, 0.0, 0.6, "share", "+", "E", "§4.2.5 I12; Table 1", "Enforcement that one commissioner adds", "Handhaving die één regisseur toevoegt", {"neutral": 0.0}),
    ("mandate", "obliged_hierarchy", 0.5, 0.2, 0.8, "index", "-", "E", "§4.2.3; §2.3.2 Gawer", "Hierarchy felt under an obliged standard", "Druk die een verplichte standaard geeft", {"neutral": 0.0}),
    ("mandate", "statutory_relief", 0.7, 0.4, 1.0, "share", "+", "E", "Table 1; §4.2.5", "Hierarchy not felt where the process is statutory", "Druk die niet gevoeld wordt bij wettelijke processen", {}),
    # --- institutions
    ("institutions", "intermediary_presence", 0.2, 0.0, 0.5, "index", "+", "E", "§4.2.2 I1-I3", "Neutral intermediary that exists without new policy", "Neutrale partij die er zonder nieuw beleid al is", {"neutral": 0.0}),
    ("institutions", "intermediary_assurance", 0.35, 0.15, 0.6, "index ν", "+", "E", "§2.3.2 Hein, Susha", "What a full intermediary adds to trust among strangers", "Wat een volwaardige neutrale partij toevoegt tussen onbekenden", {"neutral": 0.0}),
    ("institutions", "intermediary_capacity", 10.0, 2.0, 30.0, "parties per 1,000 per month", "+", "E", "§4.2.4", "Small parties a full intermediary can onboard", "Kleine partijen die een volwaardige neutrale partij kan aansluiten", {"maximum": 1000.0}),
    ("institutions", "intermediary_relief", 0.4, 0.1, 0.7, "share", "+", "E", "§4.2.4", "Technical entry and running cost a full intermediary takes from small parties", "Technische instap- en beheerkosten die een neutrale partij wegneemt voor kleine partijen", {"neutral": 0.0}),
    ("institutions", "framework_presence", 0.1, 0.0, 0.4, "index", "+", "E", "§4.2.3", "Agreement framework in place without new policy", "Afsprakenstelsel dat er zonder nieuw beleid al is", {"neutral": 0.0}),
    ("institutions", "framework_strictness", 0.5, 0.2, 0.8, "z", "±", "E", "§4.2.3", "Strictness of that framework (0 open, 1 closed)", "Strengheid van dat stelsel (0 open, 1 gesloten)", {}),
    ("institutions", "framework_growth", 0.06, 0.03, 0.12, "per month", "+", "E", "§4.2.3", "Speed at which a framework matures", "Snelheid waarmee een stelsel rijpt", {}),
    ("institutions", "framework_decay", 0.03, 0.01, 0.06, "per month", "±", "E", "§5.1", "Speed at which an abandoned framework decays", "Snelheid waarmee een verlaten stelsel vervalt", {}),
    ("institutions", "frameworks", 6.0, 3.0, 12.0, "number", "-", "E", "§4.2.3", "Frameworks and standards in use at the start", "Stelsels en standaarden in gebruik aan het begin", {"minimum": 1.0, "maximum": 50.0}),
    ("institutions", "frameworks_ceiling", 14.0, 10.0, 20.0, "number", "-", "E", "§4.2.3", "Number at which proliferation stops", "Aantal waarbij de wildgroei stopt", {"minimum": 1.0, "maximum": 100.0}),
    ("institutions", "frameworks_drift", 0.03, 0.0, 0.08, "per month", "-", "E", "§4.2.3", "New frameworks appearing without standardisation", "Nieuwe stelsels zonder standaardisatie", {"maximum": 5.0, "neutral": 0.0}),
    ("institutions", "standard_speed", 0.05, 0.02, 0.1, "per month", "+", "E", "§4.2.3", "Speed of convergence under full standardisation", "Snelheid van convergentie bij volle standaardisatie", {}),
    ("institutions", "eu_speed", 0.01, 0.003, 0.02, "per month", "+", "E", "§4.2.5 I3 I5 I7", "Speed of convergence under full influence in the EU", "Snelheid van convergentie bij volle invloed in de EU", {}),
    # --- government
    ("government", "reliability", 0.5, 0.3, 0.7, "index", "+", "E", "§4.2.5 I1 I7", "Reliability of policy at the start", "Betrouwbaarheid van beleid aan het begin", {}),
    ("government", "reliability_speed", 0.05, 0.02, 0.1, "per month", "±", "E", "§4.2.5", "Speed at which reliability is built", "Snelheid waarmee betrouwbaarheid groeit", {}),
    ("government", "reversal_rate", 0.1, 0.0, 0.3, "per year", "±", "E", "§4.2.5 I7", "Chance that unreliable policy is suspended", "Kans dat onbetrouwbaar beleid wordt stilgelegd", {"maximum": 12.0, "neutral": 0.0}),
    ("government", "reversal_months", 9.0, 3.0, 18.0, "months", "±", "E", "§4.2.5 I7", "How long a suspension lasts", "Hoe lang zo'n stilstand duurt", {"maximum": 240.0}),
    ("government", "reversal_shock", 0.3, 0.1, 0.6, "share", "±", "E", "§4.2.5 I7", "Reliability and trust lost in a reversal", "Betrouwbaarheid en vertrouwen verloren bij een koerswijziging", {}),
    ("government", "government_trust", 0.48, 0.35, 0.6, "index", "+", "C", "VNO-NCW / MKB-Nederland 2024; Panteia 2006-2013", "Trust in government at the start", "Vertrouwen in de overheid aan het begin", {}),
    ("government", "government_weight", 0.4, 0.0, 0.8, "weight", "-", "E", "§4.2.5 I1 I7", "Weight of that trust where all partners are public", "Gewicht daarvan waar alle partners publiek zijn", {"neutral": 0.0}),
    ("government", "government_swing", 0.1, 0.05, 0.2, "sd per year", "±", "C", "Panteia 2011-2012", "Swing of trust in government", "Schommeling van vertrouwen in de overheid", {"neutral": 0.0}),
    ("government", "government_speed", 0.03, 0.01, 0.06, "per month", "±", "E", "§4.2.5", "Speed of return of that trust to what policy earns", "Snelheid waarmee dat vertrouwen volgt op beleid", {}),
    ("government", "reliability_trust", 0.4, 0.1, 0.7, "weight", "±", "E", "§4.2.5", "Trust in government earned by reliability", "Vertrouwen verdiend met betrouwbaarheid", {"neutral": 0.0}),
    ("government", "open_data_trust", 0.1, 0.0, 0.2, "weight", "+", "E", "§4.2.5 I1 I7; Table 1", "Trust in government earned by open data that are really there", "Vertrouwen verdiend met open data die er echt zijn", {"neutral": 0.0}),
    ("government", "burden_trust", 0.15, 0.0, 0.3, "weight", "±", "E", "§4.2.5 I2 I6 I11", "Trust in government earned by fewer counters", "Vertrouwen verdiend met minder loketten", {"neutral": 0.0}),
    ("government", "government_budget", 1000.0, 1.0, 1000.0, "EUR million per 1,000 organisations", "+", "E", "DIL 51.1 and DMI 85 EUR million (2023) are programme budgets", "Ceiling on all public spending", "Plafond voor alle publieke uitgaven", {"maximum": 1000000000.0, "distribution": "loguniform"}),
    # --- market
    ("market", "paywall_rate", 0.01, 0.0, 0.05, "per chain per year", "-", "E", "§4.2.6 I1 I6", "Chance that a powerful party puts up a paywall", "Kans dat een machtige partij een betaalmuur opwerpt", {"maximum": 12.0, "neutral": 0.0}),
    ("market", "paywall_months", 12.0, 3.0, 24.0, "months", "-", "E", "§4.2.6 I6", "How long a paywall stands", "Hoe lang een betaalmuur blijft", {"maximum": 240.0}),
    ("market", "paywall_severity", 2.0, 0.0, 5.0, "ratio", "-", "E", "§4.2.2 I1", "Trust lost when a paywall goes up, against misuse at level 1", "Vertrouwen verloren bij een betaalmuur, tegenover misbruik op niveau 1", {"maximum": 20.0, "neutral": 0.0}),
    ("market", "paywall_loss", 0.5, 0.2, 0.8, "share", "-", "E", "§4.2.6 I1 I6", "Value of sharing lost behind a paywall", "Waarde van delen die achter een betaalmuur verdwijnt", {"neutral": 0.0}),
    ("market", "newcomer_follow", 0.7, 0.3, 0.95, "share", "+", "E", "assumption: who enters a chain takes over its practice", "Newcomers that share at once where all of the chain does (part of starting up)", "Nieuwkomers die meteen delen waar de hele keten deelt", {"neutral": 0.0}),
    ("market", "start_up_cash", 18.0, 9.0, 30.0, "months of burn", "±", "E", "§5.1", "Cash of a start-up at its start", "Kas van een start-up bij de start", {"minimum": 1.0, "maximum": 240.0}),
    ("market", "start_up_burn", 30000.0, 10000.0, 80000.0, "EUR per month", "±", "E", "§5.1", "What a start-up spends", "Wat een start-up uitgeeft", {"minimum": 100.0, "maximum": 10000000.0}),
    ("market", "procurement_delay", 18.0, 9.0, 30.0, "months", "±", "E", "§4.2.5 I2 I11", "Mean time to a public contract", "Gemiddelde tijd tot een publieke opdracht", {"minimum": 1.0, "maximum": 240.0}),
    ("market", "contract_months", 24.0, 12.0, 36.0, "months", "±", "E", "§5.1", "Length of such a contract", "Duur van zo'n opdracht", {"minimum": 1.0, "maximum": 240.0}),
    ("market", "contract_income", 1.6, 1.1, 2.5, "of burn", "±", "E", "§5.1", "Income under contract, against burn", "Inkomsten onder contract tegenover uitgaven", {"maximum": 20.0}),
    ("market", "cash_needed", 3.0, 1.0, 6.0, "months of burn", "±", "E", "§5.1", "Cash below which a start-up takes no step", "Kas waaronder een start-up geen stap zet", {"maximum": 60.0, "neutral": 0.0}),
    ("market", "scale_up_cash", 36.0, 24.0, 60.0, "months of burn", "±", "E", "§5.1", "Cash at which a start-up has scaled up", "Kas waarbij een start-up is doorgegroeid", {"minimum": 1.0, "maximum": 1000.0}),
    ("market", "efficiency_gain", 0.1, 0.05, 0.15, "share", "±", "D", "ABN AMRO 2019 (n = 63)", "Movements avoided at full sharing (reported only)", "Vermeden bewegingen bij volledig delen (alleen gerapporteerd)", {}),
]

# group | stem | values for the five kinds (low, value, high each) | unit | direction | strengths | source | English | Dutch | extras
_BY_KIND: list[tuple[Any, ...]] = [
    ("start", "initial_sharing", [(0.05, 0.15, 0.27), (0.05, 0.15, 0.3), (0.3, 0.45, 0.6), (0.4, 0.6, 0.8), (0.05, 0.15, 0.3)], "share, at prior collaboration 0.5", "+", "DEDEE", "Bitkom 2022-23; Topsector Logistiek 2021; EC/Everis 2018; §4.2.1", "Parties that share at the start", "Partijen die aan het begin delen", {"neutral": 0.0}),
    ("start", "initial_knowledge", [(0.15, 0.24, 0.35), (0.25, 0.35, 0.5), (0.5, 0.65, 0.8), (0.6, 0.75, 0.9), (0.4, 0.5, 0.65)], "index", "+", "CECEE", "CBS digitalisation 2020; §4.2.1", "Knowledge at the start", "Kennis aan het begin", {}),
    ("start", "initial_trust", [(0.2, 0.35, 0.5), (0.25, 0.4, 0.55), (0.25, 0.38, 0.5), (0.35, 0.5, 0.65), (0.3, 0.45, 0.6)], "index", "+", "EEEEE", "§4.2.2", "Experience-based trust at the start", "Vertrouwen uit ervaring aan het begin", {}),
    ("start", "legacy", [(0.0, 0.2, 0.5), (0.3, 0.8, 1.5), (0.5, 1.0, 2.0), (0.0, 0.0, 0.2), (0.5, 1.2, 2.0)], "share of technical cost", "-", "EEEEE", "§4.2.1 I2 I5 I12", "Extra technical cost of legacy systems", "Extra technische kosten van oude systemen", {"maximum": 10.0, "neutral": 0.0}),
    ("cost", "entry_cost", [(500.0, 10000.0, 50000.0), (20000.0, 60000.0, 150000.0), (50000.0, 150000.0, 500000.0), (1000.0, 5000.0, 20000.0), (50000.0, 150000.0, 400000.0)], "EUR", "±", "EEEEE", "weak: remembered ranges for web EDI to integrated API", "Cost of joining at level 1", "Kosten van instappen op niveau 1", {"minimum": 1.0, "maximum": 100000000.0, "distribution": "loguniform"}),
    ("value", "benefit_factor", [(0.6, 0.9, 1.2), (0.5, 0.8, 1.2), (0.8, 1.1, 1.5), (1.0, 1.4, 2.0), (0.5, 0.8, 1.2)], "ratio", "+", "EEEEE", "§4.2.4 I3 I4, §4.2.7", "Benefit of this kind against the mean", "Baten van deze soort tegenover het gemiddelde", {"maximum": 10.0, "neutral": 0.0}),
    ("value", "opaque_share", [(0.0, 0.05, 0.12), (0.0, 0.0, 0.0), (0.05, 0.12, 0.25), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)], "share", "-", "EEEEE", "§4.2.1 I1 I11, §4.2.6 I5 I7", "Parties that gain from opacity or the old way of working", "Partijen die verdienen aan ondoorzichtigheid of de oude werkwijze", {"neutral": 0.0}),
    ("value", "supervised", [(0.2, 0.5, 0.8), (0.0, 0.1, 0.3), (0.4, 0.7, 0.9), (0.0, 0.1, 0.3), (0.0, 0.0, 0.1)], "share", "±", "EEEEE", "§4.2.5; Table 1", "Parties under regular inspection", "Partijen onder regelmatig toezicht", {}),
    ("willingness", "attention", [(0.01, 0.03, 0.06), (0.02, 0.04, 0.08), (0.03, 0.06, 0.1), (0.1, 0.2, 0.3), (0.02, 0.04, 0.08)], "per month", "+", "EEEEE", "§4.2.1 I1 I5 I12", "Chance of getting round to the question", "Kans dat men eraan toekomt", {"neutral": 0.0}),
    ("market", "replacement", [(0.1, 0.172, 0.2), (0.0, 0.0, 0.0), (0.01, 0.03, 0.05), (0.02, 0.05, 0.1), (0.0, 0.0, 0.0)], "per year", "-", "BAEEA", "CBS via accountancyvanmorgen 2025-11", "Parties closed or replaced", "Partijen die stoppen of vervangen worden", {"maximum": 12.0, "neutral": 0.0}),
]
# fmt: on


def _records() -> Iterator[Parameter]:
    for group, name, value, low, high, unit, direction, strength, source, en, nl, extras in _SCALARS:
        yield Parameter(name, value, low, high, unit, en, nl, source, strength, direction, group, **extras)
    for group, stem, values, unit, direction, strengths, source, en, nl, extras in _BY_KIND:
        for kind, (low, value, high), strength in zip(KINDS, values, strengths, strict=True):
            label_en, label_nl = KIND_LABELS[kind]["en"], KIND_LABELS[kind]["nl"]
            yield Parameter(
                f"{stem}.{kind}",
                value,
                low,
                high,
                unit,
                f"{en}: {label_en}",
                f"{nl}: {label_nl}",
                source,
                strength,
                direction,
                group,
                **extras,
            )


#: Every parameter by name, in the order of the documents.
PARAMETERS: dict[str, Parameter] = {record.name: record for record in _records()}

#: Names of those with one value for all kinds, and stems of those with a value per kind.
SCALARS: tuple[str, ...] = tuple(name for name in PARAMETERS if "." not in name)
BY_KIND: tuple[str, ...] = tuple(row[1] for row in _BY_KIND)
