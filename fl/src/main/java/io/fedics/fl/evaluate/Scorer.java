package io.fedics.fl.evaluate;

/** A fitted detector before its threshold. */
@FunctionalInterface
public interface Scorer {
  /**
   * @param rows shape {@code [rows][features]}; not modified
   * @return a score a row, finite; higher is stranger
   */
  double[] score(double[][] rows);
}
