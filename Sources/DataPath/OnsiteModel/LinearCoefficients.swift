/// The lines of `LinearEstimator`, fitted on 437 records of 69 events.
///
/// Written by `Tools/training/fit_linear.py`; never edited by hand.
enum LinearCoefficients {
  static var trainingRange: TrainingRange {
    @_noAllocation @_noLocks get {
      TrainingRange(
        lowest: TrainingRange.Corner(
          pdPicometres: 168_837, pvPicometresPerSecond: 613_047,
          paPicometresPerSecondSquared: 2_902_988),
        highest: TrainingRange.Corner(
          pdPicometres: 92_371_684_828, pvPicometresPerSecond: 216_196_523_150,
          paPicometresPerSecondSquared: 5_073_563_709_236))
    }
  }

  /// log10 of PGV in cm/s.
  @_noAllocation @_noLocks
  static func pgv(at index: Int) -> LinearLine {
    switch index {
    case 0: line(114_677, 27_806, 30_629, 0, -14_753, 0, sigma: 815)
    case 1: line(115_111, 34_146, 29_266, 0, -19_848, 0, sigma: 708)
    case 2: line(110_864, 35_486, 29_891, 0, -20_002, 0, sigma: 646)
    case 3: line(110_385, 37_011, 30_339, 0, -22_663, 0, sigma: 595)
    case 4: line(105_772, 34_520, 33_977, 0, -18_157, 0, sigma: 563)
    case 5: line(104_385, 35_612, 33_683, 0, -18_257, 0, sigma: 518)
    case 6: line(101_693, 36_032, 33_344, 0, -15_997, 0, sigma: 491)
    case 7: line(97_391, 35_980, 33_097, 0, -13_192, 0, sigma: 466)
    case 8: line(91_216, 33_540, 34_626, 0, -10_727, 0, sigma: 465)
    case 9: line(87_208, 31_619, 35_743, 0, -12_897, 0, sigma: 459)
    case 10: line(83_468, 29_476, 37_313, 0, -15_169, 0, sigma: 445)
    case 11: line(81_844, 30_280, 35_924, 0, -16_760, 0, sigma: 428)
    case 12: line(80_137, 30_505, 35_221, 0, -17_271, 0, sigma: 414)
    case 13: line(79_939, 32_060, 33_346, 0, -16_632, 0, sigma: 410)
    case 14: line(78_018, 31_559, 33_520, 0, -15_984, 0, sigma: 407)
    case 15: line(76_817, 31_658, 33_149, 0, -16_335, 0, sigma: 404)
    case 16: line(75_685, 31_103, 33_812, 0, -16_837, 0, sigma: 400)
    case 17: line(74_352, 30_351, 34_571, 0, -16_918, 0, sigma: 398)
    case 18: line(72_554, 29_323, 35_630, 0, -16_889, 0, sigma: 405)
    default: line(72_687, 30_404, 34_371, 0, -19_137, 0, sigma: 399)
    }
  }

  /// Magnitude.
  @_noAllocation @_noLocks
  static func magnitude(at index: Int) -> LinearLine {
    switch index {
    case 0: line(554_640, 44_280, 3_671, -62_489, -19_688, 52_653, sigma: 1083)
    case 1: line(579_874, 60_957, 23_573, -65_178, -33_573, 25_079, sigma: 1018)
    case 2: line(577_441, 58_081, 23_078, -66_241, -38_215, 31_771, sigma: 986)
    case 3: line(587_947, 79_002, 29_286, -57_253, -53_671, -297, sigma: 951)
    case 4: line(589_459, 79_842, 33_715, -58_312, -48_006, -3_107, sigma: 928)
    case 5: line(596_386, 94_773, 44_153, -53_423, -53_966, -32_568, sigma: 881)
    case 6: line(594_061, 97_456, 49_484, -50_052, -50_382, -42_331, sigma: 850)
    case 7: line(589_840, 93_783, 54_389, -51_666, -39_638, -40_889, sigma: 836)
    case 8: line(562_180, 85_676, 71_401, -36_052, -31_568, -64_658, sigma: 841)
    case 9: line(547_317, 79_887, 73_917, -30_834, -34_000, -68_220, sigma: 859)
    case 10: line(553_646, 82_173, 79_424, -33_183, -43_569, -74_000, sigma: 837)
    case 11: line(553_382, 85_644, 77_630, -32_021, -47_017, -77_321, sigma: 805)
    case 12: line(551_357, 81_579, 82_635, -32_867, -47_013, -76_988, sigma: 786)
    case 13: line(553_829, 87_049, 74_333, -30_707, -48_150, -75_012, sigma: 785)
    case 14: line(554_621, 89_192, 74_333, -30_873, -49_139, -77_865, sigma: 778)
    case 15: line(548_724, 87_417, 74_967, -27_931, -46_886, -79_335, sigma: 775)
    case 16: line(554_814, 89_742, 74_644, -30_054, -50_324, -78_318, sigma: 768)
    case 17: line(556_201, 91_063, 70_948, -31_337, -48_277, -74_885, sigma: 774)
    case 18: line(548_480, 92_499, 60_869, -26_865, -47_031, -71_461, sigma: 791)
    default: line(547_631, 95_990, 54_956, -24_745, -50_269, -71_516, sigma: 796)
    }
  }

  /// Weights of 1, log10 Pd, Pv, Pa, τc and the largest velocity in Q16; sigma in thousandths.
  @_noAllocation @_noLocks
  private static func line(
    _ intercept: Int64, _ pd: Int64, _ pv: Int64, _ pa: Int64, _ tauC: Int64, _ velocity: Int64,
    sigma: Int32
  ) -> LinearLine {
    LinearLine(
      interceptQ16: intercept, pdQ16: pd, pvQ16: pv, paQ16: pa, tauCQ16: tauC,
      largestVelocityQ16: velocity, sigmaThousandths: sigma)
  }
}
