using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;
using NodaTime;
using Nscp.Reviews.Api;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>The real host in this process, with followers of the test's own beside the product's.</summary>
sealed class Host : IAsyncDisposable
{
    readonly Log _log;

    Host(WebApplication app, Log log, ReviewsDatabase database)
    {
        (App, _log) = (app, log);
        Client = new Client(AddressOf(app), database.Key, () => Logged);
    }

    internal WebApplication App { get; }

    internal Client Client { get; }

    internal IServiceProvider Services => App.Services;

    /// <summary>All that it logged, with whole exceptions.</summary>
    internal string Logged => string.Join('\n', _log.Lines);

    internal static Task<Host> StartAsync(ReviewsDatabase database, params Func<Follower>[] followers) => StartAsync(database, database.LogConnectionString, null, followers);

    /// <param name="log">The log role's connection string; null for a host that only answers requests.</param>
    /// <param name="also">What else is set in the log store.</param>
    internal static Task<Host> StartAsync(ReviewsDatabase database, string? log, Action<StoreOptions>? also, params Func<Follower>[] followers) => StartAsync(database, log, [], null, also, followers);

    /// <param name="now">Where its clock stands.</param>
    internal static Task<Host> StartAsync(ReviewsDatabase database, string? log, Instant now, params string[] settings) => StartAsync(database, log, settings, new Still(now), null);

    static async Task<Host> StartAsync(ReviewsDatabase database, string? log, string[] settings, IClock? clock, Action<StoreOptions>? also, params Func<Follower>[] followers)
    {
        var logged = new Log();
        var app = Build([.. database.Settings(log), "--Logging:Console:LogLevel:Default=None", .. settings], clock, services => services.AddSingleton<ILoggerProvider>(logged), also, followers);
        await app.StartAsync(ReviewsDatabase.Ct);
        return new Host(app, logged, database);
    }

    internal static WebApplication Build(string[] settings, IClock? clock, Action<IServiceCollection> services, Action<StoreOptions>? also, params Func<Follower>[] followers) =>
        ReviewsHost.Build(settings, clock, all =>
        {
            services(all);
            all.ConfigureMarten<ILogStore>(options =>
            {
                foreach (var follower in followers) options.Projections.Subscribe(follower());
                also?.Invoke(options);
            });
        });

    internal static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    internal sealed class Still(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }

    sealed class Log : ILoggerProvider
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        sealed class Logger(Log log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                log.Lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
