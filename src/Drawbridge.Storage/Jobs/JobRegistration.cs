using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Storage.Jobs;

/// <summary>Jobs in a host's services. A <see cref="Database"/> and a <see cref="TimeProvider"/> must be registered.</summary>
public static class JobRegistration
{
    /// <summary>The queue, and the worker that does the jobs of every handler. Safe to call more than once.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.TryAddSingleton<JobQueue>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobWorkerOptions>, JobWorkerOptions.Validator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobWorker>());
        services.AddOptions<JobWorkerOptions>().BindConfiguration(JobWorkerOptions.Section).ValidateOnStart();
        return services;
    }

    /// <summary>A handler, and <see cref="AddJobs"/>.</summary>
    public static IServiceCollection AddJobHandler<THandler>(this IServiceCollection services)
        where THandler : class, IJobHandler
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, THandler>());
        return services.AddJobs();
    }
}
