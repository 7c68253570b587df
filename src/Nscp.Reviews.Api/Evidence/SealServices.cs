using Nscp.Reviews.Api.Background;
using Npgsql;

namespace Nscp.Reviews.Api.Evidence;

static class SealServices
{
    /// <summary>Keys and the anchors' folder are looked at here, so that a host with wrong ones does not start.</summary>
    internal static void AddSeals(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SealKeys.Read(builder.Configuration));
        builder.Services.AddSingleton<Anchoring>();
        builder.Services.AddSingleton<Seals>();
        if (Anchoring.FolderOf(builder.Configuration) is not null)
            builder.Services.AddSingleton(services => new BackgroundWork("anchors", services.GetRequiredService<Anchoring>().RunAsync));
    }
}
