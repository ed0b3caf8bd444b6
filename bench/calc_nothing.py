"""Add-in functions that do nothing: what Calc's call into Python costs, whatever is called.

Runs inside LibreOffice, in the benchmark's own session only (see calc_cells.py); it is not shipped.
"""

import uno
import unohelper
from com.sun.star.lang import XServiceInfo, XServiceName

SERVICE = "plmbench.F"
_SERVICES = (SERVICE, "com.sun.star.sheet.AddIn")


class Nothing(unohelper.Base, uno.getClass("plmbench.XF"), XServiceName, XServiceInfo):
    """Gives the first argument back."""

    def __init__(self, context):
        pass

    def likeratio(self, model, *more):
        return model

    liketokens = likeverdict = likewhy = likecompare = likeratio

    def getServiceName(self):
        return SERVICE

    def getImplementationName(self):
        return SERVICE

    def supportsService(self, name):
        return name in _SERVICES

    def getSupportedServiceNames(self):
        return _SERVICES


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Nothing, SERVICE, _SERVICES)
