using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>What the list of brokers shows.</summary>
/// <param name="Brokers">One page of them.</param>
/// <param name="Search">What was searched for.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="HasMore">Whether there is another page.</param>
internal sealed record BrokerListModel(IReadOnlyList<BrokerEntity> Brokers, string Search, int Page, int Total, bool HasMore);

/// <summary>What the page of a broker shows.</summary>
/// <param name="Broker">As it is in force.</param>
/// <param name="Configuration">The same as it is stored, without secrets.</param>
internal sealed record BrokerPageModel(BrokerEntity Broker, BrokerConfiguration Configuration);

/// <summary>What a form of a broker shows.</summary>
/// <param name="Broker">Whose settings.</param>
/// <param name="Form">What the fields hold.</param>
/// <param name="BaseVersion">The version that was read.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="Providers">Payment providers that the configuration names.</param>
internal sealed record BrokerFormModel(BrokerEntity Broker, BrokerForm Form, long BaseVersion, FormErrors Errors, IReadOnlyList<string> Providers);

/// <summary>What the form of a CRM shows.</summary>
internal sealed record CrmFormModel(BrokerForm Form, long BaseVersion, FormErrors Errors);

/// <summary>A change that is looked at before it is saved.</summary>
/// <param name="Title">What is changed.</param>
/// <param name="Plan">What differs.</param>
/// <param name="Warnings">What can be saved and is hardly meant.</param>
/// <param name="Post">Where it is sent when it is meant.</param>
/// <param name="Sealed">The form, sealed: it may hold a new password.</param>
/// <param name="Back">Where it can be changed again.</param>
/// <param name="BaseVersion">The version that it was compared with.</param>
internal sealed record ReviewModel(string Title, ConfigurationPlan Plan, IReadOnlyList<string> Warnings, string Post, string? Sealed, string Back, long BaseVersion);

/// <summary>What the history shows.</summary>
internal sealed record HistoryModel(IReadOnlyList<ConfigurationVersion> Versions, long? Next);

/// <summary>What a version changed.</summary>
internal sealed record VersionModel(ConfigurationVersion Version, IReadOnlyList<EntityChange> Changes, bool IsNewest);

/// <summary>Why nothing was saved.</summary>
internal sealed record NotSavedModel(string Title, IReadOnlyList<string> Faults, IReadOnlyList<EntityChange> Meanwhile, string Back);
