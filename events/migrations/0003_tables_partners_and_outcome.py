import django.core.validators
import django.db.models.deletion
import events.models.details
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_event_list"),
        ("home", "0004_base_tree"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventpage",
            name="attended_builder",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(100000)],
                verbose_name="builders who came",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="attended_official",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(100000)],
                verbose_name="officials who came",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="attended_politician",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(100000)],
                verbose_name="politicians who came",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="is_featured",
            field=models.BooleanField(
                default=False,
                help_text="Shown first and large while it is to come. Otherwise the next event is.",
                verbose_name="feature on the front page",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="is_recorded",
            field=models.BooleanField(default=False, verbose_name="the event is recorded"),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="previous_start_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The old date, shown struck through. Filled in when a published event is moved.",
                null=True,
                verbose_name="started before",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="recording_is_captioned",
            field=models.BooleanField(
                default=False,
                help_text="A recording needs captions if it is to stay on the site.",
                verbose_name="the recording has captions",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="recording_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="length in minutes",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="recording_url",
            field=models.URLField(
                blank=True,
                help_text="Public. Only a link: nothing is fetched before the visitor follows it.",
                max_length=1000,
                verbose_name="address of the recording",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="summary",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("paragraph", 1),
                    ("list", 3),
                    ("table", 4),
                    ("quote", 7),
                    ("image", 10),
                    ("document", 11),
                ],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "icon": "title",
                            "label": "Heading",
                            "max_length": 120,
                            "template": "blocks/heading.html",
                        },
                    ),
                    1: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "document-link"],
                            "icon": "pilcrow",
                            "label": "Text",
                            "template": "blocks/paragraph.html",
                        },
                    ),
                    2: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "document-link"], "label": "Item"},
                    ),
                    3: (
                        "wagtail.blocks.ListBlock",
                        (2,),
                        {"icon": "list-ul", "label": "List", "template": "blocks/list.html"},
                    ),
                    4: (
                        "wagtail.contrib.table_block.blocks.TableBlock",
                        (),
                        {"label": "Table", "template": "blocks/table.html"},
                    ),
                    5: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                    6: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Who said it", "max_length": 200, "required": False},
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("text", 5), ("source", 6)]], {}),
                    8: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Caption", "max_length": 250, "required": False},
                    ),
                    10: ("wagtail.blocks.StructBlock", [[("image", 8), ("caption", 9)]], {}),
                    11: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"label": "Document", "template": "blocks/document.html"},
                    ),
                },
                verbose_name="summary",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="takes_questions",
            field=models.BooleanField(default=False, verbose_name="questions can be asked in the chat"),
        ),
        migrations.AddField(
            model_name="gatheringpage",
            name="meeting_point",
            field=models.CharField(
                blank=True,
                help_text="Where exactly: by the gate, at the bus stop.",
                max_length=200,
                verbose_name="meeting point",
            ),
        ),
        migrations.AddField(
            model_name="gatheringpage",
            name="terrain",
            field=models.TextField(
                blank=True,
                help_text="Walking distance, stairs, gravel, where one can sit down.",
                max_length=400,
                verbose_name="how far and on what ground",
            ),
        ),
        migrations.AddField(
            model_name="gatheringpage",
            name="what_to_bring",
            field=models.TextField(
                blank=True,
                help_text="Shoes, clothes, what we lend.",
                max_length=400,
                verbose_name="what to wear and bring",
            ),
        ),
        migrations.AddField(
            model_name="roundtablepage",
            name="round_count",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
                verbose_name="rounds",
            ),
        ),
        migrations.AddField(
            model_name="roundtablepage",
            name="round_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(480),
                ],
                verbose_name="minutes a round",
            ),
        ),
        migrations.AddField(
            model_name="speakerslot",
            name="table_number",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="For a table host. Empty: the host is not tied to a table.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="table",
            ),
        ),
        migrations.AlterField(
            model_name="gatheringpage",
            name="gathering_kind",
            field=models.CharField(
                choices=[
                    ("study_visit", "Study visit"),
                    ("webinar", "Webinar"),
                    ("network_meeting", "Network meeting"),
                    ("other", "Other"),
                ],
                default="study_visit",
                help_text="The rest of the form takes the usual values of the kind, as long as nobody has changed them.",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="roundtablepage",
            name="is_chatham_house",
            field=models.BooleanField(
                default=True,
                help_text="The page says that what is heard may be used, but not who said it.",
                verbose_name="Chatham House rule",
            ),
        ),
        migrations.AlterField(
            model_name="speakerslot",
            name="organisation",
            field=models.CharField(
                blank=True,
                help_text="Empty: taken from the person when saved.",
                max_length=160,
                verbose_name="organisation",
            ),
        ),
        migrations.CreateModel(
            name="DiscussionQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "key",
                    models.CharField(default=events.models.details.make_key, editable=False, max_length=32),
                ),
                ("text", models.CharField(max_length=250, verbose_name="question")),
                (
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discussion_questions",
                        to="events.roundtablepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="home.sitedocument",
                        verbose_name="document",
                    ),
                ),
                (
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="events.eventpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "part",
                    models.CharField(
                        choices=[("co_organiser", "co-organiser"), ("partner", "partner")],
                        default="co_organiser",
                        max_length=20,
                        verbose_name="part",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="website")),
                (
                    "logo_alt",
                    models.CharField(
                        blank=True,
                        help_text="Read aloud in place of the picture. Needed when there is a logo.",
                        max_length=120,
                        verbose_name="what the logo says",
                    ),
                ),
                (
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="events.eventpage",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        help_text="Not needed: the name always stands in text.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="home.siteimage",
                        verbose_name="logo",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Takeaway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("text", models.CharField(max_length=200, verbose_name="conclusion")),
                (
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="takeaways",
                        to="events.eventpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "conclusion",
                "verbose_name_plural": "conclusions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
