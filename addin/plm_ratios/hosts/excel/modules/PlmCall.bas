Attribute VB_Name = "PlmCall"
Option Explicit
Option Private Module

' Hands cells to Python and gives back what a cell can show. The functions of PlmFunctions call
' PlmAnswer; PlmPython connects and forgets.

Private Const MODULE_OF_FUNCTIONS As String = "plm_ratios.udfs"

' Codes of Excel's error values, for CVErr.
Private Const ERROR_NULL As Long = 2000
Private Const ERROR_DIV0 As Long = 2007
Private Const ERROR_VALUE As Long = 2015
Private Const ERROR_REF As Long = 2023
Private Const ERROR_NAME As Long = 2029
Private Const ERROR_NUM As Long = 2036
Private Const ERROR_NA As Long = 2042
Private Const ERROR_SPILL As Long = 2045
Private Const ERROR_CALC As Long = 2050

' What a call gives when Python has gone: no server, call failed, disconnected.
Private Const NO_SERVER As Long = -2147023174
Private Const CALL_FAILED As Long = -2147023170
Private Const DISCONNECTED As Long = -2147417848
Private Const NO_SUCH_MACHINE As Long = 462

' What a call gives when Python, or Excel itself, is busy with another: rejected, try again later.
Private Const REJECTED As Long = -2147418111
Private Const RETRY_LATER As Long = -2147417846

' Seconds between two tries, and all that the cells together wait until Python answers again.
Private Const PAUSE As Double = 0.1
Private Const LONGEST_WAIT As Double = 2

Private python As Object
Private reason As String
Private waited As Double

' Calls a function of plm_ratios. Where Python cannot be reached, or fails, the cell shows #NAME?, as it
' does for any function that is not there; PlmReason says why. #VALUE! is for wrong input alone.
Public Function PlmAnswer(functionName As String, given As Variant) As Variant
    Dim values() As Variant
    Dim index As Long

    On Error GoTo wrong
    If UBound(given) < LBound(given) Then
        PlmAnswer = Shown(Asked(functionName, Array()))
        Exit Function
    End If
    ReDim values(LBound(given) To UBound(given))
    For index = LBound(given) To UBound(given)
        If IsMissing(given(index)) Then
            values(index) = Empty
        ElseIf IsObject(given(index)) Then
            values(index) = ValuesOf(given(index))
        Else
            values(index) = given(index)
        End If
    Next index
    PlmAnswer = Shown(Asked(functionName, values))
    Exit Function
wrong:
    reason = PlmFault.PlmNotAnswered(Err.Number, Err.Description)
    PlmAnswer = CVErr(ERROR_NAME)
End Function

' Python's own text, or "" where it cannot be reached: PlmReason says why.
Public Function PlmVersions() As String
    Dim answer As Variant

    answer = PlmAnswer("VERSIONS", Array())
    If Not IsError(answer) Then PlmVersions = answer
    If IsError(answer) And reason = "" Then
        reason = "Python answers, but plm-ratios does not. In a command prompt, type: plm-ratios excel doctor"
    End If
End Function

Public Function PlmReason() As String
    PlmReason = reason
End Function

' Forgets the connection and any failure, so that the next call tries again.
Public Sub PlmForget()
    Set python = Nothing
    reason = ""
    waited = 0
End Sub

' The answer of Python, or an error value. A server that has gone is started again, once; one that is
' busy is asked again, for as long as people would wait.
Private Function Asked(functionName As String, values As Variant) As Variant
    Dim number As Long
    Dim description As String
    Dim losses As Long

    Do While Connected()
        On Error Resume Next
        Asked = python.CallUDF(MODULE_OF_FUNCTIONS, functionName, values)
        number = Err.Number
        description = Err.Description
        On Error GoTo 0
        Select Case number
            Case 0
                waited = 0
                Exit Function
            Case NO_SERVER, CALL_FAILED, DISCONNECTED, NO_SUCH_MACHINE
                PlmForget
                losses = losses + 1
                If losses = 2 Then
                    reason = "Python stopped twice while it answered. In a command prompt, type: " & _
                        "plm-ratios excel doctor"
                    Exit Do
                End If
            Case REJECTED, RETRY_LATER
                If waited >= LONGEST_WAIT Then
                    reason = "Python or Excel was busy with something else. Press Recalculate."
                    Exit Do
                End If
                PlmMachine.PlmPause PAUSE
                waited = waited + PAUSE
            Case Else
                reason = PlmFault.PlmNotAnswered(number, description)
                Exit Do
        End Select
    Loop
    Asked = CVErr(ERROR_NAME)
End Function

' Starts Python where it is not running. A failure is remembered: it costs up to two minutes, and
' a sheet has hundreds of cells.
Private Function Connected() As Boolean
    On Error GoTo failed
    If Not python Is Nothing Then
        Connected = True
    ElseIf reason = "" Then
        reason = PlmInterpreter.PlmPrepare()
        If reason = "" Then
            Set python = XLPy()
            Connected = True
        End If
    End If
    Exit Function
failed:
    reason = PlmFault.PlmNotStarted(Err.Number, Err.Description)
End Function

' The values of a range; of whole rows or columns only as far as the sheet is used.
Private Function ValuesOf(ByVal area As Object) As Variant
    Dim used As Object
    Dim tall As Long
    Dim wide As Long

    If area.Areas.Count > 1 Then
        ValuesOf = CVErr(ERROR_VALUE)
        Exit Function
    End If
    tall = area.Rows.Count
    wide = area.Columns.Count
    If tall = area.Worksheet.Rows.Count Or wide = area.Worksheet.Columns.Count Then
        Set used = area.Worksheet.UsedRange
        tall = Within(used.Row + used.Rows.Count - area.Row, tall)
        wide = Within(used.Column + used.Columns.Count - area.Column, wide)
        Set area = area.Resize(tall, wide)
    End If
    ValuesOf = area.Value2
End Function

Private Function Within(length As Long, most As Long) As Long
    Within = length
    If Within > most Then Within = most
    If Within < 1 Then Within = 1
End Function

' An answer with its error values made real ones. Python gives a single value, a row, or rows.
Private Function Shown(ByVal answer As Variant) As Variant
    Dim row As Long
    Dim column As Long

    If Not IsArray(answer) Then
        Shown = ShownCell(answer)
        Exit Function
    End If
    If Dimensions(answer) = 1 Then
        For column = LBound(answer) To UBound(answer)
            answer(column) = ShownCell(answer(column))
        Next column
    Else
        For row = LBound(answer, 1) To UBound(answer, 1)
            For column = LBound(answer, 2) To UBound(answer, 2)
                answer(row, column) = ShownCell(answer(row, column))
            Next column
        Next row
    End If
    Shown = answer
End Function

Private Function Dimensions(answer As Variant) As Long
    Dim last As Long

    Dimensions = 1
    On Error GoTo counted
    last = UBound(answer, 2)
    Dimensions = 2
counted:
End Function

Private Function ShownCell(ByVal value As Variant) As Variant
    ShownCell = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 1) <> "#" Then Exit Function
    Select Case value
        Case "#N/A": ShownCell = CVErr(ERROR_NA)
        Case "#VALUE!": ShownCell = CVErr(ERROR_VALUE)
        Case "#NUM!": ShownCell = CVErr(ERROR_NUM)
        Case "#DIV/0!": ShownCell = CVErr(ERROR_DIV0)
        Case "#REF!": ShownCell = CVErr(ERROR_REF)
        Case "#NAME?": ShownCell = CVErr(ERROR_NAME)
        Case "#NULL!": ShownCell = CVErr(ERROR_NULL)
        Case "#SPILL!": ShownCell = CVErr(ERROR_SPILL)
        Case "#CALC!": ShownCell = CVErr(ERROR_CALC)
    End Select
End Function
