Attribute VB_Name = "PlmInterpreter"
Option Explicit
Option Private Module

' Finds the Python that has plm-ratios, so that nobody has to type its path. Only an interpreter that
' xlwings can start is taken: with any other, xlwings waits for two minutes before it gives up.

Private Const CHOSEN As String = "PLM_RATIOS_PYTHON"
Private Const FOUND As String = "PLM_RATIOS_INTERPRETER"
Private Const FOUND_ON_SHEET As String = "%PLM_RATIOS_INTERPRETER%"

Private incomplete As String

' Tells xlwings which interpreter to start. Gives "" when there is one, otherwise what to do.
Public Function PlmPrepare() As String
    Dim setting As String
    Dim interpreter As String

    If PlmMachine.PlmIsMac() Then
        PlmPrepare = "Excel on a Mac does not run Python functions in cells. " & _
            "Make a workbook of plain formulas instead: plm-ratios new comparison.xlsx"
        Exit Function
    End If
    setting = PlmMachine.PlmSetting("INTERPRETER_WIN")
    If setting <> "" And setting <> FOUND_ON_SHEET Then
        PlmPrepare = Fault(PlmMachine.PlmExpanded(setting), "The sheet xlwings.conf")
        Exit Function
    End If
    interpreter = PlmMachine.PlmVariable(CHOSEN)
    If interpreter <> "" Then
        PlmPrepare = Fault(interpreter, "The variable " & CHOSEN)
    Else
        interpreter = PlmFind(PlmMachine.PlmFolder())
        If interpreter = "" And incomplete <> "" Then
            PlmPrepare = "plm-ratios is installed in " & incomplete & ", but " & PlmMachine.PlmLibrary() & _
                " is not beside it. In a command prompt, type: plm-ratios excel doctor"
        ElseIf interpreter = "" Then
            PlmPrepare = "No Python with plm-ratios was found. In a command prompt, type: " & _
                "pip install path\to\the\source, then plm-ratios excel install, and press Check set-up."
        End If
    End If
    If PlmPrepare = "" Then PlmMachine.PlmSetVariable FOUND, interpreter
End Function

' The first interpreter that fits, or "". Looks where plm-ratios excel install left its note, beside
' the workbook, in the environment Excel was started from, in what python.org, conda and uv install,
' and on the path, as far as it leads to no network.
Public Function PlmFind(folder As String) As String
    Dim candidate As Variant
    Dim seen As String

    incomplete = ""
    seen = vbLf
    For Each candidate In Split(Candidates(folder), vbLf)
        If candidate <> "" And InStr(seen, vbLf & LCase$(candidate) & vbLf) = 0 Then
            seen = seen & LCase$(candidate) & vbLf
            If HasPackage(CStr(candidate)) Then
                If HasLibrary(CStr(candidate)) Then
                    PlmFind = candidate
                    Exit Function
                End If
                If incomplete = "" Then incomplete = candidate
            End If
        End If
    Next candidate
End Function

Private Function Candidates(folder As String) As String
    Dim entry As Variant
    Dim home As String

    home = PlmMachine.PlmVariable("USERPROFILE")
    Candidates = PlmMachine.PlmLines(PlmMachine.PlmVariable("LOCALAPPDATA") & "\plm-ratios\python.txt")
    For Each entry In Array(folder, ParentOf(folder))
        If entry <> "" Then
            Candidates = Candidates & vbLf & entry & "\.venv\Scripts\python.exe" & _
                vbLf & entry & "\venv\Scripts\python.exe"
        End If
    Next entry
    Candidates = Candidates & vbLf & Below(PlmMachine.PlmVariable("VIRTUAL_ENV"), "\Scripts\python.exe")
    Candidates = Candidates & vbLf & Below(PlmMachine.PlmVariable("CONDA_PREFIX"), "\python.exe")
    Candidates = Candidates & vbLf & PlmMachine.PlmRegistered()
    For Each entry In Split(PlmMachine.PlmLines(home & "\.conda\environments.txt"), vbLf)
        Candidates = Candidates & vbLf & Below(CStr(entry), "\python.exe")
    Next entry
    ' Where uv and pipx keep the tools that they install, each in an environment of its own.
    For Each entry In Array(PlmMachine.PlmVariable("APPDATA") & "\uv\data\tools", _
            PlmMachine.PlmVariable("APPDATA") & "\uv\tools", home & "\pipx\venvs", _
            home & "\.local\pipx\venvs", PlmMachine.PlmVariable("LOCALAPPDATA") & "\pipx\pipx\venvs")
        Candidates = Candidates & vbLf & entry & "\plm-ratios\Scripts\python.exe"
    Next entry
    ' A server that is gone would keep Excel waiting at every opening, and few keep a Python there.
    For Each entry In Split(PlmMachine.PlmVariable("PATH"), ";")
        If Not PlmMachine.PlmOnNetwork(Trim$(entry)) Then
            Candidates = Candidates & vbLf & Below(CStr(entry), "\python.exe")
        End If
    Next entry
End Function

Private Function Below(ByVal folder As String, file As String) As String
    folder = Trim$(folder)
    If Right$(folder, 1) = "\" Then folder = Left$(folder, Len(folder) - 1)
    If folder <> "" Then Below = folder & file
End Function

' Why an interpreter that a person named cannot be used, or "".
Private Function Fault(interpreter As String, namedBy As String) As String
    If Not PlmMachine.PlmFileThere(interpreter) Then
        Fault = namedBy & " names " & interpreter & ", and there is no such file."
    ElseIf Not HasLibrary(interpreter) Then
        Fault = namedBy & " names " & interpreter & ", and " & PlmMachine.PlmLibrary() & _
            " is not beside it. In a command prompt, type: plm-ratios excel doctor"
    End If
End Function

' Packages lie below the folder of python.exe, or in a virtual environment one folder further up.
Private Function HasPackage(interpreter As String) As Boolean
    Dim root As String

    If Not PlmMachine.PlmFileThere(interpreter) Then Exit Function
    root = ParentOf(interpreter)
    If LCase$(Right$(root, 8)) = "\scripts" Then root = ParentOf(root)
    HasPackage = PlmMachine.PlmFileThere(root & "\Lib\site-packages\plm_ratios*")
End Function

' xlwings loads its library from these two places and no others.
Private Function HasLibrary(interpreter As String) As Boolean
    Dim beside As String

    beside = ParentOf(interpreter)
    HasLibrary = PlmMachine.PlmFileThere(beside & "\" & PlmMachine.PlmLibrary()) Or _
        PlmMachine.PlmFileThere(ParentOf(beside) & "\" & PlmMachine.PlmLibrary())
End Function

Private Function ParentOf(path As String) As String
    If InStrRev(path, "\") > 1 Then ParentOf = Left$(path, InStrRev(path, "\") - 1)
End Function
