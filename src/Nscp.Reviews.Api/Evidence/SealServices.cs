using Nscp.Reviews.Api.Followers;

namespace Nscp.Reviews.Api.Evidence;

static class SealServices
{
    /// <summary>Keys and the anchors' folder are looked at here, so that a host with wrong ones does not start.</summary>
    internal static void AddSeals(this WebApplicationBuilder builder)
    {
        var keys = SealKeys.Read(builder.Configuration);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton<Anchoring>();
        builder.Services.AddSingleton<Seals>();
        builder.Services.AddSingleton<AuditBundles>();
        builder.Services.AddSingleton<Verifications>();
        if (keys.All.Count > 0 && Database.LogConnection(builder.Configuration) is not null)
        {
            builder.Services.AddSingleton<NightlyVerification>();
            builder.Services.AddSingleton(services => new BackgroundWork("verification", services.GetRequiredService<NightlyVerification>().RunAsync));
        }
        if (Anchoring.FolderOf(builder.Configuration) is not null)
            builder.Services.AddSingleton(services => new BackgroundWork("anchors", services.GetRequiredService<Anchoring>().RunAsync));
    }
}
