package io.fedics.present.http;

import java.util.Locale;

/** What goes wrong, as {@code type} of a problem document names it; {@code /docs} explains each at that place. */
public enum ProblemKind {
  BAD_METHOD("The path is there, for other methods; the header Allow lists them."),
  BAD_REQUEST("The request cannot be read."),
  BAD_VALUE("A parameter or a field has a value that is not taken; the field errors names it."),
  CONFLICT("What was asked does not go with how things stand."),
  CSRF(
      "A request that changes something came with a cookie and without the header that goes with it."),
  FOREIGN_HOST("The header Host names another machine."),
  FOREIGN_ORIGIN("The request comes from a page of another origin."),
  NO_AUDIT_TRAIL("The audit trail is not as it was written, so no decision can be added to it."),
  NO_HISTORY("The database cannot be reached."),
  NO_LENGTH("The length of the body is not told."),
  NO_NEXT_ROUND("No further round of the training can begin."),
  NO_WEBSOCKET("The path is for WebSockets."),
  NOT_A_FORM("The body is no form with one file."),
  NOT_FOUND("There is nothing at this path, or nothing of this id."),
  NOT_JSON("The body is no JSON, or not said to be."),
  NOT_READING("The uploaded file is not being judged, or not by this process."),
  NOT_SIGNED_IN("A session or a bearer token is missing, or its time is over."),
  OUR_MISTAKE("The server made a mistake; its log says which."),
  RECORD_REFUSED(
      "A record lacks columns, or has columns or values that are not known; the field errors names each."),
  TOO_BUSY("More questions wait for the database than it answers soon."),
  TOO_LARGE("The body, or a field of its form, is larger than this path takes."),
  TOO_SLOW("The answer would have taken too long.");

  private final String sentence;

  ProblemKind(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }

  /** Where it is explained, behind {@code /docs#}. */
  public String anchor() {
    return "problem-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
