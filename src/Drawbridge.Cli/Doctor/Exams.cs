using Drawbridge.Cli.Doctor.Network;
using Drawbridge.Cli.Doctor.Plan;
using Drawbridge.Client.Crm;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Cli.Doctor;

/// <summary>One exam.</summary>
/// <param name="Subject">What is looked at.</param>
/// <param name="Run">What is found.</param>
internal sealed record Exam(string Subject, Func<CancellationToken, IAsyncEnumerable<Finding>> Run);

/// <summary>The exams that a deployment needs, in the order in which they are told.</summary>
internal sealed class Exams(Patient patient, INetwork network, PlatformClients clients, CrmClient crmClient, TimeProvider time)
{
    private const string Back = "and back";

    private readonly Dictionary<string, AddressExam> _platforms = new(StringComparer.Ordinal);

    public IReadOnlyList<Exam> All()
    {
        var exams = new List<Exam>();
        foreach (var url in patient.Crms.SelectMany(static crm => crm.Brokers).SelectMany(PlatformSide.Of).SelectMany(static side => side.Connection.Endpoints).Distinct())
        {
            var subject = $"platform {url.Authority}";
            var exam = _platforms[url.AbsoluteUri] = new AddressExam(subject, url, PlatformPaths.DepositAssets, PlatformRules, network, time);
            exams.Add(new(subject, exam.RunAsync));
        }

        foreach (var (crm, broker) in patient.Crms.SelectMany(static crm => crm.Brokers.Select(broker => (crm, broker))))
        {
            var subject = $"broker {broker.Name}";
            exams.Add(new(subject, _ => Given(Endpoints(subject, broker.Settings.Platform.Endpoints.Count))));
            foreach (var side in PlatformSide.Of(broker))
            {
                var endpoints = side.Connection.Endpoints.Select(url => (url, _platforms[url.AbsoluteUri])).ToList();
                exams.Add(new(subject, new ManagerExam(crm, broker, side, endpoints, clients, time).RunAsync));
            }

            exams.Add(new(subject, new SuccessUrlExam(crm, broker, patient.PublicUrl, network).RunAsync));
        }

        AddBack(exams);
        exams.Add(new("connectivity plan", _ => Given(patient.IsLocal ? [] : PlanExam.Run(patient.Connectivity))));
        return exams;
    }

    private void AddBack(List<Exam> exams)
    {
        if (patient.PublicUrl is not { } url)
        {
            var unknown = Finding.Warning(
                Back,
                "address",
                "where the platform calls this deployment is not said, so the way back is not checked",
                $"Set {ConnectivityOptions.Section}:PublicUrl to the address that the platform operator has.",
                "P2B-0-2");
            exams.Add(new(Back, _ => Given([unknown])));
            return;
        }

        var subject = $"{Back} to {url.Authority}";
        var address = new AddressExam(subject, url, "/auth/login", BrokerRules, network, time);
        exams.Add(new(subject, address.RunAsync));
        foreach (var (crm, broker) in patient.Crms.SelectMany(static crm => crm.Brokers.Select(broker => (crm, broker))))
        {
            exams.Add(new($"{Back} to {broker.Name}", new CrmExam(crm, broker, url, address, crmClient, network).RunAsync));
        }
    }

    private AddressRules PlatformRules => new(
        "the platform",
        "Settings:Platform",
        "B2P-0-5",
        "B2P-0-2",
        patient.IsLocal ? null : "CONN-1",
        static reply => reply.Status == 401 && reply.MediaType is "application/json" or "application/xml");

    private static AddressRules BrokerRules => new(
        "the broker's side", $"{ConnectivityOptions.Section}:PublicUrl", "P2B-0-2", "P2B-0-4", Distance: null, static reply => reply.MediaType == "text/html");

    private IEnumerable<Finding> Endpoints(string subject, int count)
    {
        if (!patient.IsLocal)
        {
            var rule = patient.Connectivity.Option == ConnectivityOption.AwsDirectConnect ? "CONN-11" : "CONN-6";
            yield return count > 1
                ? Finding.Ok(subject, "endpoints", "two, so that one may fail", rule)
                : Finding.Warning(
                    subject, "endpoints", "there is one way to the platform", "Name the other connection's as Settings:Platform:SecondBaseUrl: calls then go over by themselves.", rule);
        }
    }

    private static async IAsyncEnumerable<Finding> Given(IEnumerable<Finding> findings)
    {
        await Task.CompletedTask;
        foreach (var finding in findings)
        {
            yield return finding;
        }
    }
}
