package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.shared.file.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one folder: {@code privacy-ledger.jsonl}, a row per line, only ever appended to, on the disk before a charge
 * returns; {@code privacy-ledger.head}, signed; {@code privacy-ledger.key}, which signs. One process at a time. Thread-safe.
 *
 * <p>Who can replace file, head and key together can tell any story: keep the key, or published heads, elsewhere.
 */
public final class LedgerFile implements PrivacyLedger, AutoCloseable {
  static final String ROWS = "privacy-ledger.jsonl";
  static final String HEAD = "privacy-ledger.head";
  static final String KEY = "privacy-ledger.key";
  /** What a crash left behind a last whole row, kept for whoever wants to know. */
  static final String TORN = "privacy-ledger.torn";

  /** How often a check begins again because rows were charged meanwhile. */
  private static final int MOST_READS = 100;

  private final Path folder;
  private final Optional<PrivacyBudget> budget;
  private final LedgerKey key;
  private final FileChannel channel;
  private final LedgerState state;
  private LedgerHead head;
  private boolean failed;

  private LedgerFile(
      Path folder,
      Optional<PrivacyBudget> budget,
      LedgerKey key,
      FileChannel channel,
      LedgerState state) {
    this.folder = folder;
    this.budget = budget;
    this.key = key;
    this.channel = channel;
    this.state = state;
    this.head = key.sign(state.rows(), state.last());
  }

  /**
   * Opens the folder's ledger and checks all of it; makes one where there is none.
   *
   * @param folder exists
   * @param budget of each site and unit; empty: everything is charged and nothing refused
   * @throws LedgerException when it is broken, in use or unreadable
   */
  public static LedgerFile open(Path folder, Optional<PrivacyBudget> budget) {
    @Nullable FileChannel channel = null;
    try {
      if (isNew(folder)) {
        create(folder);
      }
      var _ = head(folder, keyFile(folder).named()); // else nothing is made here
      channel = FileChannel.open(
          folder.resolve(ROWS),
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          DurableFile.OWNER_ONLY);
      lock(channel, folder);
      LedgerFile ledger = continued(folder, budget, channel);
      channel = null;
      return ledger;
    } catch (IOException e) {
      throw new LedgerException("privacy ledger: " + folder + " cannot be read or written", e);
    } finally {
      close(channel);
    }
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new LedgerException("privacy ledger: cannot be closed", e);
      }
    }
  }

  private static KeyFile keyFile(Path folder) {
    return new KeyFile(NAME, folder.resolve(KEY));
  }

  /** Nothing of a ledger is there, or what a crash left of one whose key has no name yet. */
  private static boolean isNew(Path folder) {
    KeyFile key = keyFile(folder);
    return !key.isNamed()
        && !Files.exists(folder.resolve(ROWS))
        && (!Files.exists(folder.resolve(HEAD)) || key.isMade());
  }

  private static void create(Path folder) throws IOException {
    KeyFile key = keyFile(folder);
    LedgerHead none = key.key().sign(0, LedgerLine.NO_HASH);
    DurableFile.replace(folder.resolve(HEAD), none.text());
    key.name();
  }

  private static void lock(FileChannel channel, Path folder) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process
    }
    throw new LedgerException(
        "privacy ledger: " + folder.resolve(ROWS) + " is in use (expected: one process at a time)");
  }

  private static LedgerFile continued(
      Path folder, Optional<PrivacyBudget> budget, FileChannel channel) throws IOException {
    LedgerKey key = keyFile(folder).named();
    byte[] bytes = all(channel);
    LedgerChain.Reading reading = LedgerChain.read(bytes, Optional.of(head(folder, key)));
    requireValid(folder, reading.verdict());
    LedgerState state = reading.state();
    if (reading.whole() < bytes.length) {
      mend(folder, channel, state, Arrays.copyOfRange(bytes, reading.whole(), bytes.length));
    }
    channel.position(channel.size());
    var ledger = new LedgerFile(folder, budget, key, channel, state);
    ledger.writeHead();
    return ledger;
  }

  private static void requireValid(Path folder, LedgerVerdict verdict) {
    if (verdict.isValid()) {
      return;
    }
    throw new LedgerException(
        "privacy ledger: %s is broken at row %s: %s (expected: as it was written)"
            .formatted(
                folder.resolve(ROWS),
                verdict.firstBadRow().isPresent() ? verdict.firstBadRow().getAsLong() : "none",
                verdict.detail().orElse("")));
  }

  /**
   * A crash in the middle of a charge. A row that lacks nothing but its line end counts as charged; anything less cannot be
   * read, nothing was released on it, and it is moved aside.
   */
  private static void mend(Path folder, FileChannel channel, LedgerState state, byte[] torn)
      throws IOException {
    Optional<LedgerRow> row = LedgerChain.decoded(torn)
        .flatMap(LedgerLine::read)
        .filter(read -> state.objection(read).isEmpty());
    if (row.isPresent()) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
      channel.force(true);
      state.append(row.orElseThrow());
      return;
    }
    Files.write(folder.resolve(TORN), torn, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    channel.truncate(channel.size() - torn.length);
    channel.force(true);
  }

  private static byte[] all(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, bytes.position()) < 0) {
        break;
      }
    }
    return bytes.array();
  }

  /**
   * Damage need not be text.
   *
   * @throws LedgerException when it is missing or not signed by the key
   */
  private static LedgerHead head(Path folder, LedgerKey key) throws IOException {
    Path file = folder.resolve(HEAD);
    if (!Files.exists(file)) {
      throw unsigned(file, "missing");
    }
    return LedgerHead.read(Files.readString(file, StandardCharsets.ISO_8859_1))
        .filter(key::signed)
        .orElseThrow(() -> unsigned(file, "damaged"));
  }

  private static LedgerException unsigned(Path file, String fault) {
    return new LedgerException(
        "privacy ledger: " + file + " is " + fault + " (expected: the head that its key signed)");
  }

  /**
   * Checks a folder's ledger without changing it, also while it is written.
   *
   * @return the verdict; rows 0 and valid where no ledger was ever made, not valid where key or head are
   *     missing or damaged
   * @throws LedgerException when the files cannot be read
   */
  public static LedgerVerdict verify(Path folder) {
    return headFault(folder)
        .map(fault -> unproven(folder, fault))
        .or(() -> reading(folder).map(LedgerChain.Reading::verdict))
        .orElseGet(() -> LedgerVerdict.good(0, Optional.of("no ledger: nothing was charged here")));
  }

  /** Why nothing can be checked by the head of a folder's ledger; empty when it can, and where no ledger is. */
  private static Optional<String> headFault(Path folder) {
    try {
      if (isIn(folder)) {
        head(folder, keyFile(folder).named());
      }
      return Optional.empty();
    } catch (LedgerException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static LedgerVerdict unproven(Path folder, String fault) {
    try {
      return LedgerChain.read(bytes(folder), Optional.empty()).verdict().unproven(fault);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static LedgerException unreadable(Path folder, IOException cause) {
    return new LedgerException("privacy ledger: " + folder + " cannot be read", cause);
  }

  private static byte[] bytes(Path folder) throws IOException {
    Path rows = folder.resolve(ROWS);
    return Files.exists(rows) ? Files.readAllBytes(rows) : new byte[0];
  }

  /**
   * All rows of a folder's ledger, also while it is written.
   *
   * @return in their order; none where no ledger was ever made
   * @throws LedgerException as {@link #verify}, when key or head are missing or damaged, and when the ledger is not valid:
   *     its figures would be told as true
   */
  public static List<LedgerRow> rows(Path folder) {
    Optional<LedgerChain.Reading> reading = reading(folder);
    reading.map(LedgerChain.Reading::verdict).ifPresent(verdict -> requireValid(folder, verdict));
    return reading.map(LedgerChain.Reading::rows).orElse(List.of());
  }

  /** Whether anything of a ledger is in a folder. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(ROWS))
        || Files.exists(folder.resolve(HEAD))
        || Files.exists(folder.resolve(KEY));
  }

  private static Optional<LedgerChain.Reading> reading(Path folder) {
    try {
      if (!isIn(folder)) {
        return Optional.empty();
      }
      LedgerKey key = keyFile(folder).named();
      LedgerChain.Reading reading;
      LedgerHead before;
      int left = MOST_READS;
      do {
        before = head(folder, key);
        reading = LedgerChain.read(bytes(folder), Optional.of(before));
      } while (!reading.verdict().isValid() && !before.equals(head(folder, key)) && --left > 0);
      return Optional.of(reading);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  @Override
  public synchronized LedgerRow charge(Spend spend) {
    if (failed) {
      throw new LedgerException("privacy ledger: a write failed before (expected: opened again)");
    }
    budget.ifPresent(limit -> limit.requireDelta(spend));
    LedgerRow row = state.next(spend);
    budget.ifPresent(limit -> limit.require(row, state.stepsWith(spend)));
    failed = true; // until the row is surely on the disk
    try {
      write(LedgerLine.write(row) + "\n");
      state.append(row);
      head = key.sign(row.number(), row.hash());
      writeHead();
    } catch (IOException e) {
      throw new LedgerException("privacy ledger: row " + row.number() + " cannot be written", e);
    }
    failed = false;
    return row;
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private void writeHead() throws IOException {
    DurableFile.replace(folder.resolve(HEAD), head.text());
  }

  /** Signed, for publication: who kept it can tell when rows before it change or go. */
  public synchronized LedgerHead head() {
    return head;
  }

  @Override
  public synchronized Optional<Spent> spent(String site, PrivacyUnit unit) {
    return state.spent(site, unit);
  }

  /** Everything is on the disk already. */
  @Override
  public synchronized void close() {
    failed = true;
    close(channel);
  }
}
