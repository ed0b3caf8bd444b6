Attribute VB_Name = "PlmRibbon"
Option Explicit
Option Private Module

' What the tab pLM ratios calls: first its lists, then its buttons. Python is started by the buttons that
' need it, and by none of the lists.

Private Const TITLE As String = "plm-ratios"

Private ribbon As Object

Public Sub PlmRibbonLoaded(given As IRibbonUI)
    Set ribbon = given
End Sub

' The lists.

Public Sub PlmFamilyCount(control As IRibbonControl, ByRef returnedVal)
    returnedVal = UBound(PlmChoice.PlmFamilies()) + 1
End Sub

Public Sub PlmFamilyLabel(control As IRibbonControl, index As Integer, ByRef returnedVal)
    returnedVal = PlmChoice.PlmFamilies()(index)
End Sub

Public Sub PlmFamilyIndex(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PlmChoice.PlmFamily()
End Sub

Public Sub PlmFamilyChosen(control As IRibbonControl, id As String, index As Integer)
    PlmChoice.PlmChooseFamily CLng(index)
    ShowAgain
End Sub

Public Sub PlmSearchText(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PlmChoice.PlmWords()
End Sub

Public Sub PlmSearched(control As IRibbonControl, text As String)
    PlmChoice.PlmSearch text
    ShowAgain
End Sub

Public Sub PlmModelCount(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PlmChoice.PlmCount()
End Sub

Public Sub PlmModelLabel(control As IRibbonControl, index As Integer, ByRef returnedVal)
    returnedVal = PlmChoice.PlmNameAt(CLng(index))
End Sub

Public Sub PlmModelText(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PlmChoice.PlmModel()
End Sub

Public Sub PlmModelChosen(control As IRibbonControl, text As String)
    PlmChoice.PlmChooseModel text
End Sub

Public Sub PlmFoundLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = "List " & PlmChoice.PlmCount() & " found"
End Sub

Public Sub PlmBasisCount(control As IRibbonControl, ByRef returnedVal)
    returnedVal = UBound(PlmChoice.PlmBasisNames()) + 1
End Sub

Public Sub PlmBasisLabel(control As IRibbonControl, index As Integer, ByRef returnedVal)
    returnedVal = PlmChoice.PlmBasisNames()(index)
End Sub

Public Sub PlmBasisIndex(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PlmChoice.PlmBasis()
End Sub

Public Sub PlmBasisChosen(control As IRibbonControl, id As String, index As Integer)
    PlmChoice.PlmChooseBasis CLng(index)
End Sub

' The buttons.

Public Sub PlmModelPressed(control As IRibbonControl)
    On Error GoTo failed
    PlmInsert.PlmInsertModel
    Exit Sub
failed:
    SayFailed Err.Description
End Sub

Public Sub PlmComparisonPressed(control As IRibbonControl)
    On Error GoTo failed
    PlmInsert.PlmInsertComparison
    Exit Sub
failed:
    SayFailed Err.Description
End Sub

Public Sub PlmFoundPressed(control As IRibbonControl)
    On Error GoTo failed
    PlmInsert.PlmListFound
    Exit Sub
failed:
    SayFailed Err.Description
End Sub

Public Sub PlmSlidesPressed(control As IRibbonControl)
    RunForActive "import plm_ratios.slides.excel_button as button; button.main()"
End Sub

Public Sub PlmFreezePressed(control As IRibbonControl)
    RunForActive "import plm_ratios.freezing.excel_button as button; button.main()"
End Sub

' Connects to Python again, and calculates the active workbook anew.
Public Sub PlmRecalculatePressed(control As IRibbonControl)
    On Error GoTo failed
    If Not HasWorkbook() Then Exit Sub
    If PlmPython.PlmReached() = "" Then
        MsgBox PlmCall.PlmReason(), vbExclamation, TITLE
        Exit Sub
    End If
    PlmCalculation.PlmCalculate Application.ActiveWorkbook
    If PlmCall.PlmReason() <> "" Then MsgBox PlmCall.PlmReason(), vbExclamation, TITLE
    Exit Sub
failed:
    SayFailed Err.Description
End Sub

Public Sub PlmLinksPressed(control As IRibbonControl)
    Dim repaired As Long

    On Error GoTo failed
    If Not HasWorkbook() Then Exit Sub
    repaired = PlmLinks.PlmRepaired(Application.ActiveWorkbook)
    If repaired = 0 Then
        MsgBox "No link of this workbook leads to another copy of the add-in.", vbInformation, TITLE
    Else
        MsgBox "Links to other copies of the add-in that lead to this one now: " & repaired & ".", _
            vbInformation, TITLE
    End If
    Exit Sub
failed:
    SayFailed Err.Description
End Sub

' Has Python look at this machine and write what it found into a new workbook.
Public Sub PlmCheckPressed(control As IRibbonControl)
    PlmPython.PlmRun "import plm_ratios.hosts.excel.check as check; check.main()", PlmPython.PlmReached() <> ""
End Sub

Public Sub PlmAboutPressed(control As IRibbonControl)
    MsgBox "Tokens per parameter of protein language models, with sources." & vbLf & vbLf & _
        PLM_VERSION & vbLf & ThisWorkbook.FullName & vbLf & vbLf & _
        "Check set-up says which Python answers.", vbInformation, TITLE
End Sub

Private Sub RunForActive(command As String)
    If HasWorkbook() Then PlmPython.PlmRun command, PlmPython.PlmReached() <> ""
End Sub

Private Function HasWorkbook() As Boolean
    HasWorkbook = Not Application.ActiveWorkbook Is Nothing
    If Not HasWorkbook Then MsgBox "Open a workbook first.", vbInformation, TITLE
End Function

' Excel asks for the lists again. Without the ribbon, which is lost where VBA was stopped, they stay as they
' are until Excel starts again; the buttons work all the same.
Private Sub ShowAgain()
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub

Private Sub SayFailed(reason As String)
    MsgBox "Excel could not do this: " & reason, vbExclamation, TITLE
End Sub
