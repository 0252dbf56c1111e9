using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>How a code was. Closed family.</summary>
internal abstract record FactorCheck
{
    private FactorCheck()
    {
    }

    public sealed record Right : FactorCheck;

    public sealed record Wrong : FactorCheck;

    /// <summary>Too many tries.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : FactorCheck;
}

/// <summary>Sets up, checks and takes away second factors.</summary>
internal sealed class SecondFactorService(
    SecondFactorStore store, Throttle throttle, AccountMails mails, SealedText seal, IDataProtectionProvider protection, Database database, TimeProvider time)
{
    private const string SetupPurpose = "second-factor-setup";
    private static readonly TimeSpan SetupLifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector _secrets = protection.CreateProtector("Drawbridge.SecondFactor.v1");

    /// <summary>The user's factor, or null.</summary>
    public Task<SecondFactorRow?> FindAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken) =>
        store.FindAsync(broker.Id, user.Id, cancellationToken);

    /// <summary>A secret for a form, which only this user can bring back.</summary>
    public string Seal(BrokerUser user, SecondFactorSetup setup) =>
        seal.Seal(SetupPurpose, string.Create(CultureInfo.InvariantCulture, $"{user.Id}|{Convert.ToHexString(setup.Secret)}"), SetupLifetime);

    /// <summary>The secret that a form brought back, or null.</summary>
    public SecondFactorSetup? Open(BrokerUser user, string? text) =>
        seal.Open(SetupPurpose, text)?.Split('|') is [var id, var secret] && id == user.Id.ToString(CultureInfo.InvariantCulture)
            ? new(Convert.FromHexString(secret))
            : null;

    /// <summary>Checks the first code of a new secret and switches the factor on. The recovery codes, or null when the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> TryEnableAsync(
        BrokerEntity broker, BrokerUser user, SecondFactorSetup setup, string code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Totp.FindStep(setup.Secret, Digits(code), now) is not { } step)
        {
            return null;
        }

        var codes = RecoveryCodes.New();
        var mail = AccountMails.SecondFactorOn(broker, user);
        var isNew = await database.WriteAsync(
            async session =>
            {
                if (!await SecondFactorStore.TryAddAsync(session, broker.Id, user.Id, _secrets.Protect(Convert.ToHexString(setup.Secret)), step, now))
                {
                    return false;
                }

                await SecondFactorStore.SetCodesAsync(session, broker.Id, user.Id, codes.Select(static text => RecoveryCodes.HashOf(text)!));
                await mails.TellAsync(session, mail);
                return true;
            },
            cancellationToken);
        return isNew ? codes : null;
    }

    /// <summary>Checks a code of the app, or a recovery code; either counts once.</summary>
    public async Task<FactorCheck> CheckAsync(BrokerEntity broker, BrokerUser user, string code, CancellationToken cancellationToken)
    {
        var rules = throttle.FactorRules(broker, user);
        if (await throttle.CountAsync(rules, cancellationToken) is { } wait)
        {
            return new FactorCheck.Throttled(wait);
        }

        if (!await IsRightAsync(broker, user, code, cancellationToken))
        {
            return new FactorCheck.Wrong();
        }

        await throttle.ForgiveAsync(rules, cancellationToken);
        return new FactorCheck.Right();
    }

    /// <summary>Other recovery codes; the ones before no longer count.</summary>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.New();
        await database.WriteAsync(
            session => SecondFactorStore.SetCodesAsync(session, broker.Id, user.Id, codes.Select(static text => RecoveryCodes.HashOf(text)!)), cancellationToken);
        return codes;
    }

    /// <summary>Switches the factor off and tells the user.</summary>
    public Task RemoveAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await SecondFactorStore.RemoveAsync(session, broker.Id, user.Id))
                {
                    await mails.TellAsync(session, AccountMails.SecondFactorOff(broker, user));
                }
            },
            cancellationToken);

    private async Task<bool> IsRightAsync(BrokerEntity broker, BrokerUser user, string code, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(broker.Id, user.Id, cancellationToken) is not { } row)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var secret = Convert.FromHexString(_secrets.Unprotect(row.SecretSealed));
        if (Totp.FindStep(secret, Digits(code), now) is { } step)
        {
            return await store.TryUseStepAsync(broker.Id, user.Id, step, cancellationToken);
        }

        return RecoveryCodes.HashOf(code) is { } hash && await TryUseRecoveryAsync(broker, user, hash, now, cancellationToken);
    }

    private Task<bool> TryUseRecoveryAsync(BrokerEntity broker, BrokerUser user, byte[] hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        MailMessage mail = AccountMails.RecoveryCodeUsed(broker, user);
        return database.WriteAsync(
            async session =>
            {
                if (!await SecondFactorStore.TryUseCodeAsync(session, broker.Id, user.Id, hash, now))
                {
                    return false;
                }

                await mails.TellAsync(session, mail);
                return true;
            },
            cancellationToken);
    }

    private static string Digits(string code) => new([.. code.Where(static c => !char.IsWhiteSpace(c))]);
}
