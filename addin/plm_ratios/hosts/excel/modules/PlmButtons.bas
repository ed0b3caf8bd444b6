Attribute VB_Name = "PlmButtons"
Option Explicit

' The macros behind the buttons on the sheets Start and Slide.

Public Sub PlmRecalculate()
    If PlmStart.PlmConnect() Then
        PlmStart.PlmRenew
    Else
        MsgBox PlmCall.PlmReason(), vbExclamation, "plm-ratios"
    End If
End Sub

' Has Python look at this machine and write what it found below the button.
Public Sub PlmCheckSetup()
    RunWithPython "import plm_ratios.hosts.excel.check as check; check.main()"
End Sub

' Has Python write the comparison as a PowerPoint file beside this workbook, and write below the button
' how that went.
Public Sub PlmExportSlides()
    RunWithPython "import plm_ratios.slides.excel_button as button; button.main()"
End Sub

' Where Python cannot be started, says what to do.
Private Sub RunWithPython(command As String)
    If PlmStart.PlmConnect() Or PlmMachine.PlmIsMac() Then
        On Error GoTo failed
        RunPython command
    Else
        MsgBox PlmCall.PlmReason(), vbExclamation, "plm-ratios"
    End If
    Exit Sub
failed:
    MsgBox PlmFault.PlmNotStarted(Err.Number, Err.Description), vbExclamation, "plm-ratios"
End Sub
