package io.fedics.fl.model.lstm;

/**
 * {@link LstmKernel#backStep} over many columns by plain loops that the compiler turns into vectors, on copies for the reason
 * that {@link WideProduct} gives. Room for one thread.
 */
final class WideBackStep {
  private static final int GATES = LstmTensor.GATES;

  private float[][] room = new float[2 * GATES][0];
  private float[] before = new float[0];
  private float[] tangent = new float[0];
  private float[] byHidden = new float[0];
  private float[] byCell = new float[0];

  void step(
      float[] gates,
      int gatesAt,
      float[] allBefore,
      int beforeAt,
      float[] tangents,
      float[] hidden,
      float[] cells,
      int units,
      int width,
      float[] z) {
    makeRoom(width);
    for (int unit = 0; unit < units; unit++) {
      int first = GATES * unit * width;
      int at = unit * width;
      for (int gate = 0; gate < GATES; gate++) {
        System.arraycopy(gates, gatesAt + first + gate * width, room[gate], 0, width);
      }
      System.arraycopy(allBefore, beforeAt + at, before, 0, width);
      System.arraycopy(tangents, at, tangent, 0, width);
      System.arraycopy(hidden, at, byHidden, 0, width);
      System.arraycopy(cells, at, byCell, 0, width);
      outputGate(room[2], room[GATES + 2], tangent, byHidden, byCell, width);
      otherGates(
          room[0],
          room[1],
          room[3],
          room[GATES],
          room[GATES + 1],
          room[GATES + 3],
          before,
          byCell,
          width);
      for (int gate = 0; gate < GATES; gate++) {
        System.arraycopy(room[GATES + gate], 0, z, first + gate * width, width);
      }
      System.arraycopy(byCell, 0, cells, at, width);
    }
  }

  /** Adds to the change by the cell what comes through its hidden state. */
  private static void outputGate(
      float[] gate, float[] z, float[] tangent, float[] byHidden, float[] byCell, int width) {
    for (int column = 0; column < width; column++) {
      float output = Math.fma(0.5f, gate[column], 0.5f);
      float t = tangent[column];
      byCell[column] = Math.fma(byHidden[column] * output, Math.fma(-t, t, 1f), byCell[column]);
      z[column] = byHidden[column] * t * (output * (1 - output));
    }
  }

  private static void otherGates(
      float[] candidateGate,
      float[] forgetGate,
      float[] inputGate,
      float[] candidateZ,
      float[] forgetZ,
      float[] inputZ,
      float[] before,
      float[] byCell,
      int width) {
    for (int column = 0; column < width; column++) {
      float candidate = candidateGate[column];
      float forget = Math.fma(0.5f, forgetGate[column], 0.5f);
      float input = Math.fma(0.5f, inputGate[column], 0.5f);
      float change = byCell[column];
      candidateZ[column] = change * input * Math.fma(-candidate, candidate, 1f);
      forgetZ[column] = change * before[column] * (forget * (1 - forget));
      inputZ[column] = change * candidate * (input * (1 - input));
      byCell[column] = change * forget;
    }
  }

  private void makeRoom(int width) {
    if (before.length < width) {
      room = new float[2 * GATES][width];
      before = new float[width];
      tangent = new float[width];
      byHidden = new float[width];
      byCell = new float[width];
    }
  }
}
