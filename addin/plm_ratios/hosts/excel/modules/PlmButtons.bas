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
    PlmPython.PlmRun "import plm_ratios.hosts.excel.check as check; check.main()", PlmStart.PlmConnect()
End Sub

' Has Python write the comparison as a PowerPoint file beside this workbook, and write below the button
' how that went.
Public Sub PlmExportSlides()
    PlmPython.PlmRun "import plm_ratios.slides.excel_button as button; button.main()", PlmStart.PlmConnect()
End Sub
