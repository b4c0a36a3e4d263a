package io.fedics.detect.domain.learned;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;

/**
 * An autoencoder and the room it works in. Not thread-safe.
 *
 * @param usual its error of all hosts
 */
record AutoencoderInUse(LstmAutoencoder model, LstmScores room, double usual) {
  static AutoencoderInUse of(Bundle bundle, int windows) {
    var model = LstmAutoencoder.from(bundle);
    return new AutoencoderInUse(model, model.scores(windows), bundle.number("held_out_error"));
  }

  String sha256() {
    return model.bundle().sha256();
  }
}
