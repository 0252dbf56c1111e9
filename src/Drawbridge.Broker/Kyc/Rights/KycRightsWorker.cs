using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Kyc.Rights;

/// <summary>
/// Gives every live account of a user the access rights of what was proven (WebServices 4.5.2). Saying it twice does no harm, so it is said until the
/// platform has heard it.
/// </summary>
internal sealed class KycRightsWorker(KycRights rights, AccountStore accounts, BrokerPlatform platforms, BrokerDirectory directory) : IJobHandler
{
    private const string Name = "kyc-rights";

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(long brokerId, long userId)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{brokerId}:{userId}");
        return new(Name, text) { DedupeKey = text };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var ids = job.Payload.Split(':').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (directory.Current.FindBroker(ids[0]) is not { } broker)
        {
            throw new JobFailedException("The broker is no longer configured.");
        }

        BrokerLogScope.DescribeJob(broker);

        if (await rights.FindAsync(broker, ids[1], cancellationToken) is not { } proven)
        {
            return;
        }

        var platform = await platforms.ForAsync(broker, cancellationToken);
        foreach (var account in await accounts.ListAsync(broker.Id, ids[1], cancellationToken))
        {
            if (broker.Settings.IsDemo(account.EnvironmentName) || broker.Settings.FindProduct(account.Product, account.EnvironmentName) is not { } product)
            {
                continue; // play money needs no proof
            }

            var wanted = proven.For(product);
            switch (await platform.Traders.UpdateAsync(account.TraderLogin, new UpdateTraderRequest { AccessRights = wanted }, cancellationToken))
            {
                case PlatformResult<NoContent>.Answered or PlatformResult<NoContent>.Refused { Status: 404 }: // an account that was deleted needs no rights
                    break;
                case PlatformResult<NoContent>.Refused { Status: >= 400 and < 500 and not (401 or 403 or 408 or 429) } refused:
                    throw new JobFailedException($"The platform refused the access rights of account {account.TraderLogin}: {refused.Status} {refused.ErrorCode}");
                case var failed:
                    throw new InvalidOperationException($"The access rights of account {account.TraderLogin} may not have changed: {failed.GetType().Name}");
            }
        }
    }
}
