Attribute VB_Name = "PlmMachine"
Option Explicit
Option Private Module

' What the other modules ask of Windows and of the file that they are in. Nothing here decides anything.

Private Const CURRENT_USER As Long = &H80000001
Private Const LOCAL_MACHINE As Long = &H80000002
Private Const PYTHONS As String = "Software\Python"
Private Const REMOTE_DRIVE As Long = 3

Private drives As Object

Public Function PlmIsMac() As Boolean
    #If Mac Then
        PlmIsMac = True
    #End If
End Function

' xlwings' library for this Excel, which may be of 32 bits on a Windows of 64.
Public Function PlmLibrary() As String
    #If Win64 Then
        PlmLibrary = "xlwings64-" & XLWINGS_VERSION & ".dll"
    #Else
        PlmLibrary = "xlwings32-" & XLWINGS_VERSION & ".dll"
    #End If
End Function

' The folder of this workbook; "" where that is an address on the web.
Public Function PlmFolder() As String
    If InStr(ThisWorkbook.Path, "://") = 0 Then PlmFolder = ThisWorkbook.Path
End Function

' What the sheet xlwings.conf says; "" where it does not.
Public Function PlmSetting(key As String) As String
    Dim row As Long

    On Error GoTo missing
    With ThisWorkbook.Worksheets("xlwings.conf")
        row = 1
        Do While .Cells(row, 1).Value <> ""
            If UCase$(.Cells(row, 1).Value) = UCase$(key) Then PlmSetting = .Cells(row, 2).Value
            row = row + 1
        Loop
    End With
missing:
End Function

Public Function PlmVariable(name As String) As String
    PlmVariable = Environ$(name)
End Function

' For this Excel and what it starts, until it ends.
Public Sub PlmSetVariable(name As String, value As String)
    Dim variables As Object

    Set variables = CreateObject("WScript.Shell").Environment("Process")
    variables.Item(name) = value
End Sub

Public Function PlmExpanded(text As String) As String
    PlmExpanded = CreateObject("WScript.Shell").ExpandEnvironmentStrings(text)
End Function

' Whether a file or folder is there; the name may hold *.
Public Function PlmFileThere(path As String) As Boolean
    On Error GoTo missing
    PlmFileThere = Dir$(path, vbDirectory Or vbHidden Or vbReadOnly Or vbSystem) <> ""
missing:
End Function

' Whether a path leads to a network, where a server that is gone keeps whoever asks waiting. Windows
' knows that of a drive letter without asking the server.
Public Function PlmOnNetwork(path As String) As Boolean
    On Error GoTo missing
    If Left$(path, 2) = "\\" Or Left$(path, 2) = "//" Then
        PlmOnNetwork = True
    ElseIf Mid$(path, 2, 1) = ":" Then
        If drives Is Nothing Then Set drives = CreateObject("Scripting.FileSystemObject")
        PlmOnNetwork = drives.GetDrive(Left$(path, 2)).DriveType = REMOTE_DRIVE
    End If
missing:
End Function

' Waits. Excel lets a cell do nothing else meanwhile. At midnight the clock begins anew.
Public Sub PlmPause(seconds As Double)
    Dim start As Double

    start = Timer
    Do While Timer >= start And Timer < start + seconds
    Loop
End Sub

' The lines of a text file; "" where there is none.
Public Function PlmLines(path As String) As String
    Dim number As Integer
    Dim entry As String

    If Not PlmFileThere(path) Then Exit Function
    On Error GoTo unreadable
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Line Input #number, entry
        PlmLines = PlmLines & entry & vbLf
    Loop
unreadable:
    Close #number
End Function

' The interpreters that Windows knows of (PEP 514): those of python.org, of conda and of uv.
Public Function PlmRegistered() As String
    PlmRegistered = RegisteredIn(CURRENT_USER, "HKCU\") & RegisteredIn(LOCAL_MACHINE, "HKLM\")
End Function

Private Function RegisteredIn(hive As Long, prefix As String) As String
    Dim registry As Object
    Dim company As Variant
    Dim tag As Variant

    On Error GoTo unreadable
    Set registry = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\default:StdRegProv")
    For Each company In KeysBelow(registry, hive, PYTHONS)
        For Each tag In KeysBelow(registry, hive, PYTHONS & "\" & company)
            RegisteredIn = RegisteredIn & _
                Executable(prefix & PYTHONS & "\" & company & "\" & tag & "\InstallPath\") & vbLf
        Next tag
    Next company
unreadable:
End Function

Private Function KeysBelow(registry As Object, hive As Long, path As String) As Variant
    Dim keys As Variant

    registry.EnumKey hive, path, keys
    If IsArray(keys) Then KeysBelow = keys Else KeysBelow = Array()
End Function

Private Function Executable(key As String) As String
    Dim host As Object

    On Error Resume Next
    Set host = CreateObject("WScript.Shell")
    Executable = host.RegRead(key & "ExecutablePath")
    If Executable = "" Then
        Executable = host.RegRead(key)
        If Executable <> "" And Right$(Executable, 1) <> "\" Then Executable = Executable & "\"
        If Executable <> "" Then Executable = Executable & "python.exe"
    End If
End Function
