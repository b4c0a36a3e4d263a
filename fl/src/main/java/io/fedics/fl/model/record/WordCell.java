package io.fedics.fl.model.record;

import java.nio.charset.StandardCharsets;

/** Words as records have them: nothing that a database or a terminal should not see. */
public final class WordCell {
  /** Bytes in UTF-8. */
  public static final int LONGEST = 256;

  /** As in sentences. */
  public static final String EXPECTED =
      "at most " + LONGEST + " bytes of text without control characters";

  private WordCell() {}

  /** Whether it is short enough and without control characters; an empty one is. */
  public static boolean isText(String cell) {
    return cell.getBytes(StandardCharsets.UTF_8).length <= LONGEST && !hasControl(cell);
  }

  public static boolean hasControl(String cell) {
    return cell.chars().anyMatch(Character::isISOControl);
  }
}
