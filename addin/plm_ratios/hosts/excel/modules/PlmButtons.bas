Attribute VB_Name = "PlmButtons"
Option Explicit

' The macros behind the buttons on the sheet Start.

Public Sub PlmRecalculate()
    If PlmStart.PlmConnect() Then
        Application.CalculateFull
    Else
        MsgBox PlmCall.PlmReason(), vbExclamation, "plm-ratios"
    End If
End Sub

' Has Python look at this machine and write what it found below the button; where it cannot be
' started, says what to do.
Public Sub PlmCheckSetup()
    If PlmStart.PlmConnect() Or PlmMachine.PlmIsMac() Then
        RunPython "import plm_ratios.hosts.excel.check as check; check.main()"
    Else
        MsgBox PlmCall.PlmReason(), vbExclamation, "plm-ratios"
    End If
End Sub
