package io.fedics.fl.privacy.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The Ed25519 pair that signs the heads of one chain: a privacy ledger, an audit trail. */
public final class LedgerKey {
  private static final String ALGORITHM = "Ed25519";

  private final String chain;
  private final PrivateKey secret;
  private final PublicKey open;

  private LedgerKey(String chain, PrivateKey secret, PublicKey open) {
    this.chain = chain;
    this.secret = secret;
    this.open = open;
  }

  /**
   * @param chain what it signs, part of each signature, so that a head of one chain is none of another
   */
  public static LedgerKey create(String chain) {
    try {
      var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new LedgerKey(chain, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every Java", e);
    }
  }

  /** Two lines of Base64: the secret key (PKCS 8), the public key (X.509). */
  String text() {
    return Base64.getEncoder().encodeToString(secret.getEncoded()) + "\n"
        + Base64.getEncoder().encodeToString(open.getEncoded()) + "\n";
  }

  /**
   * @param text as {@link #text} gives it
   * @throws LedgerException when it is not that
   */
  public static LedgerKey read(String chain, String text) {
    List<String> lines = text.lines().toList();
    try {
      var keys = KeyFactory.getInstance(ALGORITHM);
      Base64.Decoder base64 = Base64.getDecoder();
      return new LedgerKey(
          chain,
          keys.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))),
          keys.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1)))));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new LedgerException(
          "the key of the " + chain
              + " is damaged (expected: two lines of Base64, an Ed25519 pair)",
          e);
    }
  }

  public LedgerHead sign(long rows, String hash) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(LedgerHead.signed(chain, rows, hash).getBytes(StandardCharsets.UTF_8));
      return new LedgerHead(rows, hash, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every Java", e);
    }
  }

  public boolean signed(LedgerHead head) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(open);
      signature.update(
          LedgerHead.signed(chain, head.rows(), head.hash()).getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(head.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
