package io.fedics.present.http;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A place in the order of persistence. Everything behind it is either not finished yet or can be asked for with {@code
 * after}: nothing is skipped.
 *
 * @param txid transaction that stored the row, unsigned 64 bits as text
 * @param position rising within a transaction
 */
public record Position(String txid, long position) implements Comparable<Position> {
  private static final Pattern SHAPE = Pattern.compile("\\d{1,20}\\.\\d{1,19}");
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /** Before everything of transactions that were not finished when {@code oldestRunning} was the oldest. */
  public static Position before(String oldestRunning) {
    return new Position(oldestRunning, 0);
  }

  public static Position parse(String name, String text) {
    if (SHAPE.matcher(text).matches()) {
      int dot = text.indexOf('.');
      String txid = text.substring(0, dot);
      var position = new BigInteger(text.substring(dot + 1));
      if (new BigInteger(txid).compareTo(MOST) <= 0 && position.bitLength() < Long.SIZE) {
        return new Position(txid, position.longValue());
      }
    }
    throw Problem.badParameter(name, text, "a position from an earlier answer");
  }

  /** What may be handed out: never behind a transaction that was still running. */
  public Position notBehind(Position limit) {
    return compareTo(limit) > 0 ? limit : this;
  }

  @Override
  public int compareTo(Position other) {
    int byTxid = new BigInteger(txid).compareTo(new BigInteger(other.txid));
    return byTxid != 0 ? byTxid : Long.compare(position, other.position);
  }

  @Override
  public String toString() {
    return txid + '.' + position;
  }
}
