package io.fedics.fl.evaluate;

/**
 * One class of a classifier.
 *
 * @param support rows of this class in the test data
 * @param precision NaN when the class was never said
 * @param recall NaN without support
 * @param f1 in [0, 1]; NaN when neither said nor present
 * @param low lower end of the 95 % bootstrap interval of {@code f1}
 * @param high upper end
 */
public record ClassFigures(
    String name,
    long support,
    double precision,
    double recall,
    double f1,
    double low,
    double high) {}
