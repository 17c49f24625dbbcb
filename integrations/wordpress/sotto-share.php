<?php
/**
 * Plugin Name: Sotto share buttons
 * Description: Share buttons that are plain links of your own Sotto server. No cookies, nothing from other hosts.
 * Version: 1.0.0
 * Requires at least: 6.3
 * Requires PHP: 7.4
 * License: MIT
 *
 * Copy this file to wp-content/plugins and name your server under Settings, Sotto. The server must list the address of
 * this website in SOTTO_SHARE_HOSTS, so that sharing a page creates its short links.
 */

if (!defined('ABSPATH')) {
    exit;
}

const SOTTO_SHARE_OPTION = 'sotto_share';
const SOTTO_SHARE_DEFAULTS = [
    'server' => '',
    'channels' => 'whatsapp email copy linkedin',
    'look' => 'buttons',
    'pk' => '',
    'append' => '1',
];
const SOTTO_SHARE_LOOKS = ['buttons', 'icons', 'menu'];

/** By channel: English and French. */
const SOTTO_SHARE_LABELS = [
    'whatsapp' => ['WhatsApp', 'WhatsApp'],
    'email' => ['Email', 'E-mail'],
    'slack' => ['Slack', 'Slack'],
    'copy' => ['Copy link', 'Copier le lien'],
    'teams' => ['Teams', 'Teams'],
    'telegram' => ['Telegram', 'Telegram'],
    'signal' => ['Signal', 'Signal'],
    'messenger' => ['Messenger', 'Messenger'],
    'sms' => ['SMS', 'SMS'],
    'discord' => ['Discord', 'Discord'],
    'linkedin' => ['LinkedIn', 'LinkedIn'],
    'x' => ['X', 'X'],
    'facebook' => ['Facebook', 'Facebook'],
    'reddit' => ['Reddit', 'Reddit'],
    'bluesky' => ['Bluesky', 'Bluesky'],
    'qr' => ['QR code', 'Code QR'],
    'native' => ['More', 'Plus'],
];

/** Channels that start a program beside the page. */
const SOTTO_SHARE_SAME_TAB = ['email', 'sms'];

/** The settings as they are used: unknown channels and looks are left out, and the server is scheme and host. */
function sotto_share_sanitize($given)
{
    $given = array_merge(SOTTO_SHARE_DEFAULTS, is_array($given) ? array_filter($given, 'is_string') : []);
    $names = preg_split('/[\s,]+/', strtolower($given['channels']), -1, PREG_SPLIT_NO_EMPTY);
    $known = array_values(array_unique(array_filter($names, function ($name) {
        return isset(SOTTO_SHARE_LABELS[$name]);
    })));
    return [
        'server' => sotto_share_origin($given['server']),
        'channels' => implode(' ', $known),
        'look' => in_array($given['look'], SOTTO_SHARE_LOOKS, true) ? $given['look'] : 'buttons',
        'pk' => preg_match('/^pk_[\w-]{1,200}$/', $given['pk']) ? $given['pk'] : '',
        'append' => $given['append'] === '1' ? '1' : '',
    ];
}

/** Scheme, host and port of an address; empty if it is not an http or https address. */
function sotto_share_origin($address)
{
    $parts = parse_url(trim($address));
    $scheme = strtolower($parts['scheme'] ?? '');
    if (!in_array($scheme, ['http', 'https'], true) || empty($parts['host'])) {
        return '';
    }
    return $scheme . '://' . strtolower($parts['host']) . (isset($parts['port']) ? ':' . $parts['port'] : '');
}

/** The buttons of one page. Empty without a server or channels. */
function sotto_share_html($settings, $url, $title, $locale)
{
    if ($settings['server'] === '' || $settings['channels'] === '') {
        return '';
    }
    $french = strpos(strtolower($locale), 'fr') === 0;
    $links = '';
    foreach (explode(' ', $settings['channels']) as $channel) {
        $query = ['u' => $url, 't' => $title];
        $href = $settings['server'] . '/share/' . $channel . '?' . http_build_query($query, '', '&', PHP_QUERY_RFC3986);
        $tab = in_array($channel, SOTTO_SHARE_SAME_TAB, true) ? '' : ' target="_blank"';
        $label = SOTTO_SHARE_LABELS[$channel][$french ? 1 : 0];
        $links .= sprintf(
            '<a data-channel="%s" href="%s"%s rel="noopener nofollow">%s</a> ',
            esc_attr($channel),
            esc_url($href),
            $tab,
            esc_html($label)
        );
    }
    $attributes = ['url' => $url, 'lang' => $french ? 'fr' : 'en', 'look' => $settings['look'], 'pk' => $settings['pk']];
    $text = '';
    foreach (array_filter($attributes, 'strlen') as $name => $value) {
        $text .= sprintf(' %s="%s"', $name, esc_attr($value));
    }
    return '<sotto-share' . $text . '>' . trim($links) . '</sotto-share>';
}

function sotto_share_settings()
{
    return sotto_share_sanitize(get_option(SOTTO_SHARE_OPTION, SOTTO_SHARE_DEFAULTS));
}

/** The buttons of the current post, and the script once for the page. */
function sotto_share_current()
{
    $settings = sotto_share_settings();
    $html = sotto_share_html($settings, get_permalink(), wp_strip_all_tags(get_the_title()), determine_locale());
    if ($html !== '') {
        $loading = ['strategy' => 'async', 'in_footer' => true];
        wp_enqueue_script('sotto-share', $settings['server'] . '/assets/v1/share.js', [], null, $loading);
    }
    return $html;
}

/** Below the text of a single post, if the settings say so. */
function sotto_share_append($text)
{
    $isPost = is_singular() && in_the_loop() && is_main_query();
    return $isPost && sotto_share_settings()['append'] === '1' ? $text . sotto_share_current() : $text;
}

function sotto_share_page()
{
    $settings = sotto_share_settings();
    $fields = [
        'server' => __('Address of your Sotto server', 'sotto-share'),
        'channels' => __('Channels, separated by spaces', 'sotto-share'),
        'look' => __('Look: buttons, icons or menu', 'sotto-share'),
        'pk' => __('Publishable key (optional)', 'sotto-share'),
    ];
    echo '<div class="wrap"><h1>Sotto</h1><form method="post" action="options.php">';
    settings_fields(SOTTO_SHARE_OPTION);
    echo '<table class="form-table" role="presentation">';
    foreach ($fields as $name => $label) {
        printf(
            '<tr><th scope="row"><label for="sotto-%1$s">%2$s</label></th><td><input class="regular-text" id="sotto-%1$s" name="%3$s[%1$s]" value="%4$s"></td></tr>',
            esc_attr($name),
            esc_html($label),
            esc_attr(SOTTO_SHARE_OPTION),
            esc_attr($settings[$name])
        );
    }
    printf(
        '<tr><th scope="row"><label for="sotto-append">%s</label></th><td><input type="hidden" name="%2$s[append]" value=""><input type="checkbox" id="sotto-append" name="%2$s[append]" value="1"%3$s></td></tr></table>',
        esc_html__('Show the buttons below every post', 'sotto-share'),
        esc_attr(SOTTO_SHARE_OPTION),
        $settings['append'] === '1' ? ' checked' : ''
    );
    submit_button();
    echo '</form></div>';
}

add_filter('the_content', 'sotto_share_append');
add_shortcode('sotto_share', 'sotto_share_current');
add_action('admin_init', function () {
    register_setting(SOTTO_SHARE_OPTION, SOTTO_SHARE_OPTION, [
        'type' => 'array',
        'sanitize_callback' => 'sotto_share_sanitize',
        'default' => SOTTO_SHARE_DEFAULTS,
    ]);
});
add_action('admin_menu', function () {
    add_options_page('Sotto', 'Sotto', 'manage_options', 'sotto-share', 'sotto_share_page');
});
