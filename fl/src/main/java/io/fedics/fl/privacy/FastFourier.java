package io.fedics.fl.privacy;

/**
 * Discrete Fourier transform of a power-of-two length in place, iterative radix 2 (Cooley and Tukey 1965). Twiddle factors
 * come from a table of directly computed values, so that errors grow with the logarithm of the length only.
 */
final class FastFourier {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  /**
   * @param size a power of two
   */
  FastFourier(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("size: " + size + " (expected: a power of two)");
    }
    this.size = size;
    cosines = new double[size / 2];
    sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      double angle = 2 * Math.PI * i / size;
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
  }

  /** From values to frequencies: the sum of {@code x[n] e^(-2πi nk / size)}. */
  void forward(double[] real, double[] imaginary) {
    reorder(real, imaginary);
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          int low = start + k;
          int high = low + half;
          double c = cosines[k * stride];
          double s = sines[k * stride];
          double r = real[high] * c + imaginary[high] * s;
          double i = imaginary[high] * c - real[high] * s;
          real[high] = real[low] - r;
          imaginary[high] = imaginary[low] - i;
          real[low] += r;
          imaginary[low] += i;
        }
      }
    }
  }

  /** Undoes {@link #forward}. */
  void inverse(double[] real, double[] imaginary) {
    forward(imaginary, real); // exchanging the parts conjugates the kernel
    for (int i = 0; i < size; i++) {
      real[i] /= size;
      imaginary[i] /= size;
    }
  }

  private void reorder(double[] real, double[] imaginary) {
    int bits = Integer.numberOfTrailingZeros(size);
    if (bits == 0) {
      return;
    }
    for (int i = 0; i < size; i++) {
      int other = Integer.reverse(i) >>> (Integer.SIZE - bits);
      if (other > i) {
        swap(real, i, other);
        swap(imaginary, i, other);
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double held = values[i];
    values[i] = values[j];
    values[j] = held;
  }
}
