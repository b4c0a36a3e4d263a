package io.fedics.fl.train.lstm;

/** Training in a process of its own gave no bundle; the message is one sentence that says why. */
public final class LstmTrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LstmTrainingException(String sentence) {
    super(sentence);
  }

  public LstmTrainingException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
