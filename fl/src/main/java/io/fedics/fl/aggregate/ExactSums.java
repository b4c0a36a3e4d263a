package io.fedics.fl.aggregate;

/**
 * Sums of doubles times whole numbers without rounding, element by element: the order in which terms come never shows,
 * so updates can be taken as they arrive and give the same bits every time. Fixed point, 192 bits an element, the lowest
 * worth 2^-110; what of a term lies below is cut off, from that term alone. Not thread-safe.
 *
 * <p>Cost: 24 bytes an element, and some nanoseconds an element and term.
 */
final class ExactSums {
  private static final int FRACTION_BITS = 110;
  /** Greatest magnitude of one term: 2^64, so that 2^16 of them stay clear of the sign at 2^81. */
  private static final double LARGEST_TERM = 0x1p64;

  private static final int MOST_TERMS = 1 << 16;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;

  private final long[] high;
  private final long[] middle;
  private final long[] low;
  private int terms;

  ExactSums(int size) {
    high = new long[size];
    middle = new long[size];
    low = new long[size];
  }

  /**
   * Adds {@code times × values[i]} to every element; all or nothing.
   *
   * @param values finite
   * @param times positive
   * @throws IllegalArgumentException when a term is 2^64 or larger, or there are more than 65,536
   */
  void add(double[] values, long times) {
    if (terms == MOST_TERMS) {
      throw new IllegalArgumentException(
          "updates: more than %d (expected: fewer)".formatted(terms));
    }
    for (double value : values) {
      if (!(Math.abs(value) * times < LARGEST_TERM)) { // written so that NaN fails too
        throw new IllegalArgumentException(
            "parameter: %s with %d examples (expected: a product below 2^64)"
                .formatted(value, times));
      }
    }
    for (int i = 0; i < values.length; i++) {
      add(i, values[i], times);
    }
    terms++;
  }

  private void add(int i, double value, long times) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> MANTISSA_BITS) & 0x7ff;
    long mantissa = biased == 0 ? bits & MANTISSA : bits & MANTISSA | 1L << MANTISSA_BITS;
    long productLow = mantissa * times;
    long productHigh = Math.multiplyHigh(mantissa, times);
    int shift = Math.max(biased, 1) - Double.MAX_EXPONENT - MANTISSA_BITS + FRACTION_BITS;
    if (shift < 0) {
      int right = -shift;
      productLow = right >= 64
          ? shiftedRight(productHigh, right - 64)
          : productLow >>> right | productHigh << 64 - right;
      productHigh = right >= 64 ? 0 : productHigh >>> right;
      shift = 0;
    }
    addShifted(i, productHigh, productLow, shift, bits >> 63);
  }

  private static long shiftedRight(long value, int by) {
    return by >= 64 ? 0 : value >>> by;
  }

  private void addShifted(int i, long productHigh, long productLow, int shift, long sign) {
    int bits = shift & 63;
    long a = productLow << bits;
    long b = bits == 0 ? productHigh : productHigh << bits | productLow >>> 64 - bits;
    long c = bits == 0 ? 0 : productHigh >>> 64 - bits;
    switch (shift >>> 6) {
      case 0 -> addWords(i, c, b, a, sign);
      case 1 -> addWords(i, b, a, 0, sign);
      default -> addWords(i, a, 0, 0, sign); // what would be above is 0: terms are below 2^64
    }
  }

  /**
   * Two's complement: what is taken away is added with all bits turned, and one more. Signs of weights are a coin's, so no
   * branch hangs on them; and words that a term leaves as they are, most often all but the middle one, are not touched.
   *
   * @param sign 0 to add, -1 to take away
   */
  private void addWords(int i, long c, long b, long a, long sign) {
    long carry = sign & 1;
    if (a != 0) {
      long before = low[i];
      long term = (a ^ sign) + carry; // no carry out of it: a is not 0
      long after = before + term;
      low[i] = after;
      carry = carry(before, term, after);
    }
    long before = middle[i];
    long term = b ^ sign;
    long after = before + term + carry;
    middle[i] = after;
    long above = (c ^ sign) + carry(before, term, after);
    if (above != 0) {
      high[i] += above;
    }
  }

  /** Out of a sum of two words and at most one more: 1 or 0. */
  private static long carry(long first, long second, long sum) {
    return (first & second | (first | second) & ~sum) >>> 63;
  }

  /** The sum of one element, rounded once, to nearest. */
  double sum(int i) {
    long c = high[i];
    long b = middle[i];
    long a = low[i];
    boolean negative = c < 0;
    if (negative) {
      a = -a;
      b = a == 0 ? -b : ~b;
      c = a == 0 && b == 0 ? -c : ~c;
    }
    int exponent = 128 - FRACTION_BITS;
    while (c == 0 && exponent > -FRACTION_BITS) {
      c = b;
      b = a;
      a = 0;
      exponent -= 64;
    }
    int zeros = Long.numberOfLeadingZeros(c);
    if (zeros == 64) {
      return 0;
    }
    if (zeros > 0) {
      c = c << zeros | b >>> 64 - zeros;
      b = b << zeros;
    }
    // 63 bits and one that says whether anything lies below: enough to round right.
    long rounded = c >>> 1 | c & 1 | ((a | b) == 0 ? 0 : 1);
    double magnitude = Math.scalb((double) rounded, exponent - zeros + 1);
    return negative ? -magnitude : magnitude;
  }
}
