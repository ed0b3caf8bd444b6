Attribute VB_Name = "PlmFault"
Option Explicit
Option Private Module

' Says what an error of Windows, of xlwings or of Python means, and what to do about it.

Private Const PERMISSION_DENIED As Long = 70
Private Const TYPE_NOT_SUPPORTED As Long = 458
Private Const LONGEST As Long = 150
Private Const DOCTOR As String = "In a command prompt, type: plm-ratios excel doctor"
Private Const WITHOUT_MACROS As String = "plm-ratios new comparison.xlsx makes a workbook without macros."

' Why Python did not start.
Public Function PlmNotStarted(number As Long, description As String) As String
    Dim text As String

    text = LCase$(description)
    If number = PERMISSION_DENIED Or InStr(text, "access is denied") > 0 _
            Or InStr(text, "could not create python process") > 0 Then
        PlmNotStarted = "Windows did not let Excel start Python (access denied): a security rule may forbid it. " & _
            "Ask those who look after this computer for an exclusion. " & WITHOUT_MACROS
    ElseIf InStr(text, "-2147221164") > 0 Then
        PlmNotStarted = "Excel cannot reach the Python that it started (error -2147221164). So it is with the " & _
            "Excel of the Microsoft Store: install Office from office.com. " & WITHOUT_MACROS
    Else
        PlmNotStarted = "Python did not start: " & description
    End If
End Function

' Why Python gave no answer although it runs.
Public Function PlmNotAnswered(number As Long, description As String) As String
    If number = TYPE_NOT_SUPPORTED Then
        PlmNotAnswered = "Python gave a number that this Excel cannot take (error 458). " & DOCTOR
    Else
        PlmNotAnswered = "plm-ratios failed (error " & number & "): " & LastLine(description) & ". " & DOCTOR
    End If
End Function

' Of a failure in Python the description is a traceback, whose last line names the error.
Private Function LastLine(ByVal description As String) As String
    Dim entry As Variant

    For Each entry In Split(Replace(description, vbCr, vbLf), vbLf)
        If Trim$(entry) <> "" Then LastLine = Trim$(entry)
    Next entry
    If Right$(LastLine, 1) = "." Then LastLine = Left$(LastLine, Len(LastLine) - 1)
    If Len(LastLine) > LONGEST Then LastLine = Left$(LastLine, LONGEST) & " ..."
End Function
