using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Passwords.Imported;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Drawbridge.Tests.Passwords;

/// <summary>Password hashes of other systems, against what those systems and their specifications publish.</summary>
public sealed class ImportedPasswordTests : IDisposable
{
    private const string Password = "lantern gravel otter quilt ☂ Zürich";

    private static readonly object AnyUser = new();

    private readonly PasswordHashingQueue _hashing = new(Options.Create(new HashingOptions { Iterations = 10, Workers = 2 }));

    /// <summary>Of crypt_blowfish (Openwall), jBCrypt, and libxcrypt.</summary>
    public static TheoryData<string, string> BcryptVectors => new()
    {
        { "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U" },
        { "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*" },
        { "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", "U*U*U" },
        { "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy", "" },
        { "$2y$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored" },
        { "$2b$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" },
        { "$2b$05$abcdefghijklmnopqrstuudDUN75ZULzq1n3njn1Vss/iKOL8EjV6", Password },
        { "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.", "" },
        { "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i", "abc" },
        { "$2a$08$aTsUwsyowQuzRrDqFflhge0TK5ZY9pElo.c3SG8Q6O7tbadknaFYK", "a" },
        { "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO", "~!@#$%^&*()      ~!@#$%^&*()PNBFRD" },
    };

    /// <summary>Of libxcrypt, Python's hashlib and phpass' own test.</summary>
    public static TheoryData<string, string> OtherVectors => new()
    {
        { "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "Hello world!" },
        { "$5$rounds=1234$x$TifSLmhBGBqAsz4iM2SWPjSgfbtqXU5UCWVTll40Ib5", Password },
        { "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1", "Hello world!" },
        { "$6$rounds=5000$saltstring$k4bZyezwsPTv2FWe51aCj4efCcSp5QP6NOBmtW7jZFmTaK1pvZH4PF1ggiXncdCdZn6sA2cGCby0GSOlfBbC70", Password },
        { "$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAg$9pK3wqU2c9cZE5yFdzOc4IJRIC6qk/RmYJCU1yhdkBM", "password" },
        { "$pbkdf2-sha512$1000$8PHy8/T19vf4.fr7/P3./w$KT/G9JCpeEQ16dXQ8TVle1BiRIuN5mDw7Mup8yyGySTTDBzZtZv1AX3KH6dp/e.bx0qW.sIimwk.Zp8eU2nJAA", Password },
        { "pbkdf2_sha256$1000$seasalt$xFMZW2jR7HSPZAiqQR3IYTV9aZAcU+2E1+FwNNLleMU=", Password },
        { "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345" },
    };

    public static TheoryData<string, string, string?, bool> DigestVectors => new()
    {
        { "md5", "1a528d98115a2eab2d2a90b7a7904242", null, true },
        { "sha1", "47c995fdd93667b2c6ac68f856f9f9227723f0de", "NaCl", true },
        { "sha256", "1419EF1F9A1E34130BD69C467524CA33484699D7B0575D558B358FFD8277DAE3", "hex:4e61436c", true },
        { "sha512", "BACIx67Ymynk6ZZwiKuDiV8zI/xfTp2pDN1C8z8rUpPxQKoBhfyJ3F+PqNkazDkCc8TM8tV9a9oiGamWUqm1xA==", "base64:AQL/", false },
    };

    [Theory]
    [MemberData(nameof(BcryptVectors))]
    public void Bcrypt_is_checked_as_everywhere(string hash, string password)
    {
        Bcrypt.Verify(hash, password).ShouldBeTrue();
        Bcrypt.Verify(hash, "x" + password).ShouldBeFalse();
    }

    [Fact]
    public void The_tables_of_blowfish_are_the_digits_of_pi()
    {
        var words = PiDigits.Fraction(1042);

        words[0].ShouldBe(0x243F6A88u);
        words[17].ShouldBe(0x8979FB1Bu);
        words[18].ShouldBe(0xD1310BA6u); // the first box
        words[1041].ShouldBe(0x3AC372E6u); // the end of the last one
    }

    [Theory]
    [MemberData(nameof(BcryptVectors))]
    [MemberData(nameof(OtherVectors))]
    public async Task What_is_stored_of_a_hash_takes_the_right_password_and_asks_for_a_hash_of_ours(string hash, string password) =>
        await ShouldBeRightAsync(await StoreAsync(PasswordHashText.Read(hash, null, null, true)), password);

    [Theory]
    [MemberData(nameof(DigestVectors))]
    public async Task A_digest_is_stored_under_a_strong_hash(string scheme, string hash, string? salt, bool saltComesFirst)
    {
        var weak = PasswordHashText.Read(hash, scheme, salt, saltComesFirst).ShouldBeOfType<PasswordHashText.Weak>();

        var stored = await StoreAsync(weak);

        stored.ShouldNotContain(weak.OldHash, Case.Insensitive);
        stored.ShouldNotContain(hash, Case.Insensitive);
        weak.ToString().ShouldNotContain(weak.OldHash);
        await ShouldBeRightAsync(stored, Password);
    }

    [Fact]
    public async Task Phpass_is_stored_under_a_strong_hash() =>
        (await StoreAsync(PasswordHashText.Read("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", null, null, true))).ShouldNotContain("P4E2PdI0S3r.L0");

    [Theory]
    [InlineData(PasswordHasherCompatibilityMode.IdentityV2)]
    [InlineData(PasswordHasherCompatibilityMode.IdentityV3)]
    public async Task Hashes_of_aspnet_identity_stay_as_they_are(PasswordHasherCompatibilityMode mode)
    {
        var hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { CompatibilityMode = mode, IterationCount = 5 })).HashPassword(AnyUser, Password);

        var stored = await StoreAsync(PasswordHashText.Read(hash, null, null, true));

        stored.ShouldBe(hash);
        await ShouldBeRightAsync(stored, Password);
    }

    [Theory]
    [InlineData("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b27Rg", null, "argon2 cannot be checked here")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99", null, "needs its scheme")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99", "md4", "a scheme that is none of")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf9", "md5", "is no md5")]
    [InlineData("$2b$31$abcdefghijklmnopqrstuudDUN75ZULzq1n3njn1Vss/iKOL8EjV6", null, "bcrypt with a cost")]
    [InlineData("pbkdf2_sha256$99999999$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", null, "in no form")]
    [InlineData("pbkdf2_md5$1000$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", null, "in no form")]
    [InlineData("$6$rounds=99999999$x$k4bZyezwsPTv2FWe51aCj4efCcSp5QP6NOBmtW7jZFmTaK1pvZH4PF1ggiXncdCdZn6sA2cGCby0GSOlfBbC70", null, "in no form")]
    [InlineData("AQAAAAL/////AAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", null, "in no form")]
    [InlineData("$wrapped$6d64353a613a$x", null, "in no form")]
    [InlineData("", null, "in no form")]
    [InlineData("hunter2", null, "in no form")]
    public void What_cannot_be_checked_is_refused_with_a_reason_and_without_the_text(string hash, string? scheme, string reason)
    {
        var told = PasswordHashText.Read(hash, scheme, null, true).ShouldBeOfType<PasswordHashText.Unusable>().Reason;

        told.ShouldContain(reason);
        if (hash.Length > 0)
        {
            told.ShouldNotContain(hash);
        }
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<string> StoreAsync(PasswordHashText text) => text switch
    {
        PasswordHashText.Strong strong => strong.Text,
        PasswordHashText.Weak weak => await _hashing.WrapAsync(weak.Digest, weak.OldHash, CancellationToken.None),
        _ => throw new InvalidOperationException("It is unusable."),
    };

    private async Task ShouldBeRightAsync(string stored, string password)
    {
        (await _hashing.CheckAsync(stored, password, CancellationToken.None)).ShouldBe(PasswordVerificationResult.SuccessRehashNeeded);
        (await _hashing.CheckAsync(stored, "x" + password, CancellationToken.None)).ShouldBe(PasswordVerificationResult.Failed);
        (await _hashing.CheckAsync(stored, "", CancellationToken.None)).ShouldBe(password.Length == 0 ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed);
    }
}
