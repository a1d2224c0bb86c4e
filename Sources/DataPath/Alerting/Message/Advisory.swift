package import SeismicTypes

/// What a slow channel reports (key 31); numbers are thousandths of the unit.
package struct Advisory: BitwiseCopyable, Sendable {
  package var source: ShortText
  package var kind: ShortText
  package var valueThousandths: Int64
  package var baselineThousandths: Int64
  package var sigmaThousandths: Int64
  package var unit: ShortText

  package init(
    source: ShortText, kind: ShortText, valueThousandths: Int64, baselineThousandths: Int64,
    sigmaThousandths: Int64, unit: ShortText
  ) {
    self.source = source
    self.kind = kind
    self.valueThousandths = valueThousandths
    self.baselineThousandths = baselineThousandths
    self.sigmaThousandths = sigmaThousandths
    self.unit = unit
  }
}
