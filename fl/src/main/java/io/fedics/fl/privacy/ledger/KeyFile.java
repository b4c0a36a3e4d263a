package io.fedics.fl.privacy.ledger;

import io.fedics.shared.file.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where the key of one chain is kept. It gets its name last, behind the chain's first head: where it is, a head was signed,
 * so one that is gone is missed. A crash in between leaves it under the name of an unused one, which the next start takes.
 *
 * @param chain what it signs, as in {@link LedgerKey#create}
 * @param path named; its folder exists
 */
public record KeyFile(String chain, Path path) {
  /** Ending of a key that never signed a chain's first head. */
  static final String UNUSED = ".unused";

  /** Whether the chain was begun. */
  public boolean isNamed() {
    return Files.exists(path);
  }

  /** Whether there is a key that has not got its name yet. */
  public boolean isMade() {
    return Files.exists(unused());
  }

  private Path unused() {
    return path.resolveSibling(path.getFileName() + UNUSED);
  }

  /**
   * The key; made where there is none yet.
   *
   * @throws LedgerException when it is damaged
   */
  public LedgerKey key() throws IOException {
    if (isNamed()) {
      return LedgerKey.read(chain, Files.readString(path));
    }
    if (!isMade()) {
      DurableFile.replace(unused(), LedgerKey.create(chain).text());
    }
    return LedgerKey.read(chain, Files.readString(unused()));
  }

  /** Once the chain has its first head. */
  public void name() throws IOException {
    if (!isNamed()) {
      DurableFile.rename(unused(), path);
    }
  }

  /**
   * Of a chain that was begun.
   *
   * @param bare what its rows say without their head
   * @param proven what they say with it
   * @return not valid where the key is missing or damaged
   * @throws LedgerException when it cannot be read
   */
  public LedgerVerdict verdict(
      Supplier<LedgerVerdict> bare, Function<LedgerKey, LedgerVerdict> proven) {
    LedgerKey key;
    try {
      key = named();
    } catch (IOException e) {
      throw new LedgerException(chain + ": " + path + " cannot be read", e);
    } catch (LedgerException e) {
      return bare.get().unproven(String.valueOf(e.getMessage()));
    }
    return proven.apply(key);
  }

  /**
   * The key of a chain that was begun.
   *
   * @throws LedgerException when it is missing or damaged
   */
  LedgerKey named() throws IOException {
    if (!isNamed()) {
      throw missing();
    }
    return key();
  }

  LedgerException missing() {
    return new LedgerException(
        chain + ": " + path + " is missing (expected: the key that signed it)");
  }
}
