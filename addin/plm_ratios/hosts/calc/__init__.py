"""LibreOffice Calc: the functions as an add-in, and a private Calc for tests, pictures and recalculation.

Inside LibreOffice
    interface   what Calc needs to know about the functions: types, names, help texts
    addin       the component that answers Calc's calls
    values      cell values as Calc takes them
For people who work in Calc
    extension   interface, add-in and core as a folder or an .oxt file
    install     puts the .oxt into LibreOffice and takes it out again
    locate      finds LibreOffice, and a Python that can talk to it
For this project
    session     starts a private headless Calc; document is a spreadsheet open in it, formulas its spelling
    driver      the other end of a session, under LibreOffice's Python, with driver_office and driver_document
"""
