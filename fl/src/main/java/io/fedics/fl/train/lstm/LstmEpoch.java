package io.fedics.fl.train.lstm;

/**
 * One pass over the windows is done.
 *
 * @param epoch from 1
 * @param of most epochs there will be
 * @param trainingError mean squared error of normalised values, over as many trained windows as are held out
 * @param heldOutError the same of the windows held out
 * @param best whether no epoch before had a lower {@code heldOutError}
 */
public record LstmEpoch(
    int epoch, int of, double trainingError, double heldOutError, boolean best) {}
